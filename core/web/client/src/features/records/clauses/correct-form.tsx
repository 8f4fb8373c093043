import { Button, MultiSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { correctClauses } from '@/api/clauses'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import type { RecordPage, Serving } from '@/api/types.gen'
import { FormProblem } from '@/draw/form-problem'
import { useWords } from '@/i18n'
import css from '../records.module.css'
import { clauseText } from './clause-text'

/** Chooses the clauses a record serves, or leaves it to what the record is again; the reason stays in its history. */
export function CorrectForm({ rec, serving, onDone }: { rec: RecordPage; serving: Serving; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [ids, setIds] = useState(serving.clauses.map((c) => c.id))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const correct = useMutation({
    meta: { quiet: true },
    mutationFn: (clauses: string[] | null) => correctClauses(rec.id, serving.version, clauses, reason.trim()),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keys.record(rec.id) }),
  })
  const send = (clauses: string[] | null) => {
    setTried(true)
    if (reason.trim()) correct.mutate(clauses)
  }
  return (
    <form noValidate onSubmit={(e) => { e.preventDefault(); send(ids) }} style={{ display: 'grid', gap: 18 }}>
      <p className={css.muted}>{t('clauses.hint')}</p>
      <FormProblem problem={isProblem(correct.error) ? correct.error : null} retry={() => send(ids)} />
      <MultiSelect
        label={t('clauses.choose')} searchable clearable hidePickedOptions nothingFoundMessage={t('clauses.no_such')} maxDropdownHeight={280}
        data={serving.choices.map((c) => ({ value: c.id, label: clauseText(words, c) }))} value={ids} onChange={setIds}
      />
      <Textarea
        label={t('clauses.reason')} required withAsterisk maxLength={2000} minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)}
        error={tried && !reason.trim() ? t('verbs.reason_needed') : undefined}
      />
      <div className={css.bar} style={{ marginTop: 0 }}>
        <Button type="submit" loading={correct.isPending}>{t('clauses.save')}</Button>
        {serving.chosen && <Button variant="default" disabled={correct.isPending} onClick={() => send(null)}>{t('clauses.automatic')}</Button>}
        <Button variant="default" onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
