import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { delegationsQuery, endDelegation } from '@/api/account'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import type { Delegation } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import css from './account.module.css'
import { Delegate } from './delegate'

/** Who stands in for the reader, and for whom the reader stands in. */
export function Delegations() {
  const { t } = useWords()
  const { posts } = useMe()
  const client = useQueryClient()
  const query = useQuery(delegationsQuery)
  const [giving, setGiving] = useState(false)
  const own = posts.filter((p) => !p.delegated)
  return (
    <Card id="delegations" title={t('delegation.title')} action={own.length > 0 && <Button variant="default" onClick={() => setGiving(true)}>{t('delegation.give')}</Button>}>
      <div className={css.stack}>
        <p className={css.muted}>{t('delegation.hint')}</p>
        <Loaded query={query}>
          {({ given, held }) => (
            <>
              {given.length + held.length === 0 && <p className={css.muted}>{t('delegation.none')}</p>}
              {held.length > 0 && <ul className={css.lines}>{held.map((d) => <Line key={d.id} of={d} />)}</ul>}
              {given.length > 0 && <ul className={css.lines}>{given.map((d) => <Line key={d.id} of={d} mine />)}</ul>}
            </>
          )}
        </Loaded>
      </div>
      <Ask opened={giving} onClose={() => setGiving(false)} title={t('delegation.give')} size="md">
        <Delegate posts={own} onClose={() => setGiving(false)} onDone={() => { setGiving(false); void client.invalidateQueries({ queryKey: keys.delegations }) }} />
      </Ask>
    </Card>
  )
}

function Line({ of: d, mine = false }: { of: Delegation; mine?: boolean }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const end = useMutation({
    mutationFn: () => endDelegation(d.id),
    onSuccess: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: keys.delegations })
    },
  })
  const name = mine ? d.to_person.name : d.by.name
  return (
    <li className={css.line}>
      <div>
        <strong>{t(mine ? 'delegation.to' : 'delegation.for', { name })}</strong>
        <p className={css.muted}>
          {words.pick(d.role_label, d.role)}, {d.unit.name} · {t('delegation.days', { from: formatDate(d.from), to: formatDate(d.to) })}{d.basis && ` · ${d.basis}`}
        </p>
      </div>
      {mine && <Button variant="default" onClick={() => setAsking(true)} aria-label={t('delegation.end_name', { name })}>{t('delegation.end')}</Button>}
      <Ask opened={asking} onClose={() => setAsking(false)} title={t('delegation.end')} size="md">
        <p className={css.muted}>{t('delegation.end_text', { name })}</p>
        <div className={css.buttons} style={{ marginTop: 18 }}>
          <Button color="late" loading={end.isPending} onClick={() => end.mutate()}>{t('delegation.end_yes')}</Button>
          <Button variant="default" onClick={() => setAsking(false)}>{t('action.keep')}</Button>
        </div>
      </Ask>
    </li>
  )
}
