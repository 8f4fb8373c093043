import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { keepRecord, saveFields } from '@/api/records'
import type { Field, Kind, RecordPage, Value } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { RecordForm } from '@/draw/record-form'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import css from '../records.module.css'
import { fieldErrors, Refusal } from '../saved'

/**
 * Fills in one sealed field. What is typed lives in this dialog only and goes
 * straight to the server: no draft, no autosave, nothing for later.
 */
export function SealForm({ field, label, rec, kind, onClose }: { field: Field; label: string; rec: RecordPage; kind: Kind; onClose: () => void }) {
  const words = useWords()
  const client = useQueryClient()
  const [value, setValue] = useState<Value>(null)
  const save = useMutation({
    meta: { quiet: true },
    gcTime: 0,
    mutationFn: () => saveFields(rec.id, rec.version, { [field.name]: value }),
    onSuccess: (fresh) => {
      keepRecord(client, fresh)
      onClose()
    },
    onError: () => client.invalidateQueries({ queryKey: keys.record(rec.id), exact: true }),
  })
  const problem = isProblem(save.error) ? save.error : null
  return (
    <Ask opened onClose={onClose} title={label}>
      <form
        noValidate
        autoComplete="off"
        onSubmit={(e) => {
          e.preventDefault()
          save.mutate()
        }}
        style={{ display: 'grid', gap: 18 }}
      >
        <p className={css.muted}>{words.t(rec.sealed.includes(field.name) ? 'sealed.replace_hint' : 'sealed.fill_hint')}</p>
        {problem && (problem.passing ? <ProblemNotice problem={problem} retry={() => save.mutate()} /> : <Refusal problem={problem} kind={kind} />)}
        <RecordForm kind={kind} only={[field.name]} values={{ [field.name]: value }} errors={fieldErrors(words, problem)} onChange={(_, v) => setValue(v)} />
        <div className={css.bar} style={{ marginTop: 0 }}>
          <Button type="submit" disabled={value === null || value === ''} loading={save.isPending}>{words.t('sealed.save')}</Button>
          <Button variant="default" onClick={onClose}>{words.t('action.cancel')}</Button>
        </div>
      </form>
    </Ask>
  )
}
