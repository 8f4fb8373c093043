import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { keepAct } from '@/api/acts'
import { newKey } from '@/api/client'
import { useConnection } from '@/api/connection'
import { useOpened } from '@/api/device'
import { useKind, useMe } from '@/api/me'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { isProblem } from '@/api/problem'
import { createRecord, keepRecord } from '@/api/records'
import { unitsQuery } from '@/api/units'
import type { Fields } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { RecordForm } from '@/draw/record-form'
import { UnitPicker } from '@/draw/pickers'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Card, Page } from '@/ui/page'
import { Notice, State } from '@/ui/state'
import { placed } from './edits'
import { fieldErrors, Refusal } from './saved'
import css from './records.module.css'

const route = getRouteApi('/shell/records/$kind/new')

/** A new record: where, and what it is called. The rest is filled in on its own page, as a draft. */
export function NewPage() {
  const { t } = useWords()
  return useOpened(useMe().person.id) ? <Begin /> : <Page title={t('new.title_plain')}>{null}</Page>
}

function Begin() {
  const words = useWords()
  const { t } = words
  const { kind: name } = route.useParams()
  const kind = useKind(name)
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const slot = `new.${name}`
  const [fields, setFields] = useState<Fields>(() => readKept(me.person.id, slot)?.fields ?? {})
  const own = [...new Map(me.posts.map((p) => [p.unit.id, p.unit])).values()]
  const { data: mine } = useQuery(unitsQuery({ for: name, ids: own.map((u) => u.id) }))
  const units = mine ? own.filter((u) => mine.items.some((m) => m.id === u.id)) : own
  const { unit: from } = route.useSearch()
  const { online } = useConnection()
  const [picked, setUnit] = useState(from)
  const [full, setFull] = useState(false)
  const unit = picked ?? units[0]?.id ?? ''
  const [other, setElsewhere] = useState(false)
  const elsewhere = other || units.length === 0
  const key = useRef(newKey())
  const later = async () => {
    const where = units.find((u) => u.id === unit)
    const kept = await keepAct({ act: 'create', key: key.current, at: Date.now(), title: String(fields[kind?.title ?? ''] ?? ''), kind: name, unit: { id: unit, name: where?.name ?? '' }, fields })
    if (!kept) return setFull(true)
    dropKept(me.person.id, slot)
    void navigate({ to: '/outbox', replace: true })
  }
  const create = useMutation({
    meta: { quiet: true },
    mutationFn: () => createRecord(name, { unit, fields: placed(fields, kind) }, key.current),
    onSuccess: (rec) => {
      const homeless = Object.fromEntries(Object.entries(fields).filter(([n]) => !(n in placed(fields, kind))))
      if (Object.keys(homeless).length > 0) void writeKept(me.person.id, rec.id, { version: rec.version, at: Date.now(), fields: homeless, base: {} })
      dropKept(me.person.id, slot)
      keepRecord(client, rec)
      void navigate({ to: '/record/$id', params: { id: rec.id }, replace: true })
    },
    onError: (e) => { if (isProblem(e) && e.status === 0) void later() },
  })
  if (!kind) return <Page title={t('new.title_plain')}><State title={t('state.not_found')} /></Page>
  const label = kindLabel(words, kind)
  const titleField = kind.fields.find((f) => f.name === kind.title && !f.derived && !f.read_only)
  return (
    <Page
      before={<Link to="/records/$kind" params={{ kind: name }} className={Back}><IconArrowLeft size={20} aria-hidden />{label}</Link>}
      title={t('new.title', { kind: inSentence(label) })}
      sub={t(!online ? 'new.sub_offline' : titleField ? 'new.sub' : 'new.sub_unit')}
    >
      <Card label={t('new.title_plain')}>
        <form
          noValidate
          style={{ display: 'grid', gap: 20 }}
          onSubmit={(e) => {
            e.preventDefault()
            if (online) create.mutate()
            else void later()
          }}
        >
          {full && <Notice tone="warn" live>{t('new.no_room')}</Notice>}
          {isProblem(create.error) && (create.error.passing ? <ProblemNotice problem={create.error} kept retry={() => create.mutate()} /> : <Refusal problem={create.error} kind={kind} />)}
          {elsewhere
            ? <UnitPicker makes={name} label={t('new.unit')} description={t('new.unit_hint')} required value={unit} onChange={setUnit} />
            : (
              <NativeSelect
                label={t('new.unit')}
                description={t('new.unit_hint')}
                data={[...units.map((u) => ({ value: u.id, label: u.name })), { value: '…', label: t('new.other_unit') }]}
                value={unit}
                onChange={(e) => {
                  if (e.currentTarget.value === '…') { setElsewhere(true); setUnit('') } else setUnit(e.currentTarget.value)
                }}
              />
            )}
          {(titleField || !online) && (
            <RecordForm
              kind={kind}
              only={online ? [kind.title] : undefined}
              state={online ? undefined : kind.lifecycle.initial}
              values={fields}
              errors={fieldErrors(words, isProblem(create.error) ? create.error : null)}
              onChange={(n, v) => {
                const next = { ...fields, [n]: v }
                setFields(next)
                void writeKept(me.person.id, slot, { version: 0, at: Date.now(), fields: next })
                key.current = newKey()
              }}
            />
          )}
          <div className={css.bar} style={{ marginTop: 0 }}>
            <Button type="submit" loading={create.isPending} disabled={!unit}>{t(online ? 'new.open' : 'new.keep')}</Button>
          </div>
        </form>
      </Card>
    </Page>
  )
}
