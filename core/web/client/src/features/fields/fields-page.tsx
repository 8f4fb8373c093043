import '@/i18n/admin'
import { Button, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldsQuery } from '@/api/fields'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import type { Kind, OwnField, OwnFieldList } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconPlus } from '@/ui/icons'
import { Card, Page } from '@/ui/page'
import { Notice, Skeletons, State } from '@/ui/state'
import { FieldForm } from './field-form'
import { FieldRow } from './field-row'
import css from './fields.module.css'
import { HideField } from './hide-field'

const route = getRouteApi('/shell/fields')

type Asking = { what: 'form' | 'hide'; field?: OwnField } | null

/** What the province adds to each kind of record. */
export function FieldsPage() {
  const words = useWords()
  const { t } = words
  const search = route.useSearch()
  const navigate = useNavigate()
  const kinds = useKinds()
  const all = [...(kinds.data?.values() ?? [])]
  const kind = all.find((k) => k.full_name === search.kind) ?? all[0]
  return (
    <Page title={t('fields.title')} sub={t('fields.sub')}>
      <Loaded query={kinds} skeleton={<Skeletons rows={3} label={t('state.loading')} />}>
        {() => kind ? (
          <>
            <NativeSelect
              label={t('fields.kind')}
              value={kind.full_name}
              onChange={(e) => void navigate({ to: '/fields', search: { kind: e.currentTarget.value } })}
              data={all.map((k) => ({ value: k.full_name, label: kindLabel(words, k) }))}
            />
            <OfKind key={kind.full_name} kind={kind} />
          </>
        ) : <State title={t('fields.no_kinds')}>{t('fields.no_kinds_hint')}</State>}
      </Loaded>
    </Page>
  )
}

function OfKind({ kind }: { kind: Kind }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [asking, setAsking] = useState<Asking>(null)
  const query = useQuery({ ...fieldsQuery(kind.full_name), refetchInterval: (q) => (q.state.data?.reading ? 3_000 : false) })
  const done = (list: OwnFieldList) => {
    client.setQueryData(keys.fields(kind.full_name), list)
    for (const queryKey of [keys.kinds, keys.lists]) void client.invalidateQueries({ queryKey })
    setAsking(null)
  }
  const title = asking?.what === 'hide' ? t('fields.hide_title', { name: words.pick(asking.field?.label) }) : asking?.field ? t('fields.edit_title') : t('fields.add_title')
  return (
    <Loaded query={query} skeleton={<Skeletons rows={3} label={t('state.loading')} />}>
      {(list) => (
        <Card
          id="own-fields"
          title={t('fields.of', { kind: kindLabel(words, kind) })}
          action={<Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAsking({ what: 'form' })}>{t('fields.add')}</Button>}
        >
          {list.reading && <Notice tone="info">{t('fields.reading', { done: list.reading.done, of: list.reading.of })}</Notice>}
          {list.fields.length === 0 && <p className={css.muted}>{t('fields.none')}</p>}
          <ul className={css.list} aria-label={t('fields.of', { kind: kindLabel(words, kind) })}>
            {list.fields.map((f) => <FieldRow key={f.name} field={f} onEdit={() => setAsking({ what: 'form', field: f })} onHide={() => setAsking({ what: 'hide', field: f })} />)}
          </ul>
          {list.hidden.length > 0 && (
            <details className={css.fold}>
              <summary>{t('fields.hidden', { n: list.hidden.length })}</summary>
              <ul className={css.list}>
                {list.hidden.map((f) => <FieldRow key={f.name} field={f} hidden onEdit={() => setAsking({ what: 'form', field: f })} />)}
              </ul>
            </details>
          )}
          <Ask opened={asking !== null} onClose={() => setAsking(null)} title={title}>
            {asking?.what === 'hide' && asking.field && <HideField list={list} field={asking.field} onDone={done} onClose={() => setAsking(null)} />}
            {asking?.what === 'form' && <FieldForm key={asking.field?.name ?? ''} list={list} field={asking.field} onDone={done} onClose={() => setAsking(null)} />}
          </Ask>
        </Card>
      )}
    </Loaded>
  )
}
