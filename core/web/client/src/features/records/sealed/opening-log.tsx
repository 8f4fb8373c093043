import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { approveOpening } from '@/api/openings'
import { isProblem } from '@/api/problem'
import type { Kind, Opening, RecordPage } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { fieldLabel } from '@/draw/words'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import css from '../records.module.css'
import { ReadOpening } from './read-opening'

/** Every opening of a record, newest first: who asked, why, who approved, how it stands, and what the reader may do. */
export function OpeningLog({ items, rec, kind }: { items: Opening[]; rec: RecordPage; kind: Kind }) {
  const words = useWords()
  if (items.length === 0) return <p className={css.muted}>{words.t('sealed.never')}</p>
  return (
    <ol className={css.openings} aria-label={words.t('sealed.log')}>
      {items.map((o) => (
        <li key={o.id}>
          <strong>{words.maybe(`sealed.state_${o.state}`, o.state)}</strong>
          <p>{words.t('sealed.asked_by', { name: o.asked_by.name, at: formatInstant(o.asked_at), fields: o.fields.map((f) => fieldLabel(words, kind, f)).join(', ') })}</p>
          <p>{words.t('sealed.reason', { reason: o.reason })}</p>
          {o.approved_by && <p>{words.t('sealed.approved_by', { name: o.approved_by.name, at: formatInstant(o.approved_at) })}</p>}
          {o.state === 'asked' && <p className={css.muted}>{words.t('sealed.lapses', { at: formatInstant(o.ends_at) })}</p>}
          {o.can.includes('approve') && <Approve opening={o} rec={rec} />}
          {o.can.includes('read') && <ReadOpening opening={o} rec={rec} kind={kind} />}
        </li>
      ))}
    </ol>
  )
}

function Approve({ opening, rec }: { opening: Opening; rec: RecordPage }) {
  const { t } = useWords()
  const client = useQueryClient()
  const key = useRef(newKey())
  const approve = useMutation({
    meta: { quiet: true },
    mutationFn: () => approveOpening(opening.id, key.current),
    onSettled: () => client.invalidateQueries({ queryKey: keys.openings(rec.id) }),
  })
  return (
    <>
      {isProblem(approve.error) && <ProblemNotice problem={approve.error} retry={approve.error.passing ? () => approve.mutate() : undefined} />}
      <p className={css.muted}>{t('sealed.approve_hint', { name: opening.asked_by.name })}</p>
      <Button loading={approve.isPending} onClick={() => approve.mutate()}>{t('sealed.approve')}</Button>
    </>
  )
}
