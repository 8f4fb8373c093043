import '@/i18n/sheet'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { useOpened } from '@/api/device'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { useKind, useMe } from '@/api/me'
import { isProblem, problemFrom, type Problem } from '@/api/problem'
import { createRecords, touchAround } from '@/api/records'
import type { Fields, Kind } from '@/api/types.gen'
import { FieldInput } from '@/draw/field-input'
import css from '@/draw/draw.module.css'
import { Ticks } from '@/draw/pickers'
import { ProblemNotice } from '@/draw/problem'
import { RecordForm } from '@/draw/record-form'
import { UnitTicks, type Place } from '@/draw/unit-ticks'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Card, Page } from '@/ui/page'
import { State } from '@/ui/state'
import { apartable, fieldsOf, given, MOST, usuallyApart } from './many'
import { Made, Refused, type Done } from './many-done'
import { fieldErrors } from './saved'
import bar from './records.module.css'

const route = getRouteApi('/shell/records/$kind/many')

/** Records of one kind for many places at once: ticked in a list, what they share said once. */
export function ManyPage() {
  const { t } = useWords()
  const { kind: name } = route.useParams()
  const kind = useKind(name)
  const open = useOpened(useMe().person.id)
  if (!kind) return <Page title={t('new.title_plain')}><State title={t('state.not_found')} /></Page>
  return open ? <Many kind={kind} /> : <Page title={t('new.title_plain')}>{null}</Page>
}

interface Typed { shared: Fields; apart: string[]; own: Record<string, Fields>; places: Place[] }

/** What was typed, kept on the device until it is a record. */
function useTyped(kind: Kind) {
  const me = useMe()
  const slot = `many.${kind.full_name}`
  const [typed, setTyped] = useState<Typed>(() => ({ shared: given(kind), apart: usuallyApart(kind), own: {}, places: [], ...(readKept(me.person.id, slot)?.fields as Partial<Typed> | undefined) }))
  const set = (part: Partial<Typed>) => setTyped((before) => {
    const next = { ...before, ...part }
    if (next.places.length === 0 && part.places) dropKept(me.person.id, slot)
    else void writeKept(me.person.id, slot, { version: 0, at: Date.now(), fields: next as unknown as Fields })
    return next
  })
  return { typed, set }
}

function Many({ kind }: { kind: Kind }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { typed, set } = useTyped(kind)
  const [done, setDone] = useState<Done[]>([])
  const [refused, setRefused] = useState<Map<string, Problem>>(new Map())
  const key = useRef(newKey())
  const outcome = useRef<HTMLDivElement>(null)
  const change = (part: Partial<Typed>) => {
    key.current = newKey()
    set(part)
  }
  const file = useMutation({
    meta: { quiet: true },
    mutationFn: (places: Place[]) => createRecords(kind.full_name, places.map((p) => ({ unit: p.id, fields: fieldsOf(typed.shared, typed.apart, typed.own[p.id]), idempotency_key: `${key.current}.${p.id}` }))),
    onSuccess: ({ items }, places) => {
      const made = places.flatMap((p, i) => (items[i]?.id ? [{ place: p, id: items[i].id }] : []))
      setDone((before) => [...before, ...made])
      setRefused(new Map(places.flatMap((p, i) => {
        const problem = items[i]?.problem
        return problem ? [[p.id, problemFrom(problem.status, problem as unknown as Record<string, unknown>)] as const] : []
      })))
      set({ places: places.filter((_, i) => !items[i]?.id) })
      touchAround(client)
    },
  })
  useEffect(() => { if (file.isSuccess || file.isError) outcome.current?.focus() }, [file.isSuccess, file.isError, file.submittedAt])
  const label = kindLabel(words, kind)
  const fields = apartable(kind)
  const apart = fields.filter((f) => typed.apart.includes(f.name))
  const made = new Set(done.map((d) => d.place.id))
  const first = [...refused.values()][0] ?? null
  return (
    <Page
      before={<Link to="/records/$kind" params={{ kind: kind.full_name }} className={Back}><IconArrowLeft size={20} aria-hidden />{label}</Link>}
      title={t('many.title', { kind: inSentence(label) })}
      sub={t('many.sub')}
    >
      <form
        noValidate
        style={{ display: 'grid', gap: 20, gridTemplateColumns: 'minmax(0, 1fr)' }}
        onSubmit={(e) => {
          e.preventDefault()
          file.mutate(typed.places)
        }}
      >
        <Card id="shared" title={t('many.shared')}>
          {fields.length > 0 && <Ticks label={t('many.apart')} description={t('many.apart_hint')} value={typed.apart} onChange={(next) => change({ apart: next })} choices={fields.map((f) => ({ id: f.name, label: words.pick(f.label, f.name) }))} />}
          <div style={{ marginTop: 20 }}>
            <RecordForm
              kind={{ ...kind, fields: kind.fields.filter((f) => !typed.apart.includes(f.name)) }}
              state={kind.lifecycle.initial}
              values={typed.shared}
              errors={fieldErrors(words, first)}
              onChange={(name, v) => change({ shared: { ...typed.shared, [name]: v } })}
            />
          </div>
        </Card>
        <Card id="places" title={t('many.places')}>
          <UnitTicks
            label={t('many.places')}
            query={{ for: kind.full_name }}
            max={MOST}
            value={typed.places}
            onChange={(places) => change({ places })}
            extra={(p) => (
              <>
                {made.has(p.id) && <p className={bar.muted}>{t('many.again')}</p>}
                {apart.length > 0 && (
                  <div className={css.ofPlace} role="group" aria-label={p.name}>
                    {apart.map((f) => (
                      <FieldInput key={f.name} scope={`${p.id}-`} field={{ ...f, hint: undefined }} value={typed.own[p.id]?.[f.name]} error={fieldErrors(words, refused.get(p.id) ?? null)[f.name]}
                        onChange={(v) => change({ own: { ...typed.own, [p.id]: { ...typed.own[p.id], [f.name]: v } } })} />
                    ))}
                  </div>
                )}
              </>
            )}
          />
        </Card>
        {/* What came of it stands where the verb is, and is looked at. */}
        <div ref={outcome} tabIndex={-1} className={bar.outcome}>
          <Made done={done} kind={kind} />
          <Refused refused={refused} places={typed.places} kind={kind} />
          {isProblem(file.error) && <ProblemNotice problem={file.error} kept={file.error.passing} retry={file.error.passing ? () => file.mutate(typed.places) : undefined} />}
        </div>
        <div>
          <Button type="submit" loading={file.isPending} disabled={typed.places.length === 0}>{t(typed.places.length > 0 ? 'many.make' : 'many.make_none', { n: typed.places.length })}</Button>
        </div>
      </form>
    </Page>
  )
}
