import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey } from '@/api/client'
import { doBatch } from '@/api/batch'
import { isProblem } from '@/api/problem'
import { touchAround } from '@/api/records'
import type { BatchResult, BatchSteps, Kind, Listed } from '@/api/types.gen'
import { FormProblem } from '@/draw/form-problem'
import { TitleLink } from '@/draw/title-link'
import { verbLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Card, Stack } from '@/ui/page'
import { Notice } from '@/ui/state'

const well = (r: BatchResult): boolean => r.status < 300

/** What became of each record, and the way back where the step has one. */
export function BatchDone({ kind, step, on, items, results, onAgain }: { kind: Kind; step: string; on: BatchSteps[]; items: Listed[]; results: BatchResult[]; onAgain: () => void }) {
  const words = useWords()
  const { t } = words
  const done = results.filter(well)
  const back = kind.lifecycle.transitions.find((x) => x.name === step)?.undone_by
  return (
    <Stack>
      {done.length > 0 && <Notice live tone="good" title={t('batch.done', { verb: verbLabel(words, kind, step), n: done.length })} />}
      <Refused on={on} items={items} results={results} />
      {back && done.length > 0 && <Undo kind={kind} step={back} results={done} />}
      <div><Button variant="default" onClick={onAgain}>{t('action.close')}</Button></div>
    </Stack>
  )
}

function Refused({ on, items, results }: { on: BatchSteps[]; items: Listed[]; results: BatchResult[] }) {
  const { t } = useWords()
  const bad = results.flatMap((r, i) => { const rec = items.find((x) => x.id === on[i]?.id); return well(r) || !rec ? [] : [{ rec, r }] })
  if (bad.length === 0) return null
  return (
    <Notice live tone="warn" title={t('batch.failed', { n: bad.length })}>
      <ul style={{ margin: '4px 0 0', paddingLeft: '1.1em' }}>
        {bad.map(({ rec, r }) => <li key={rec.id}><TitleLink id={rec.id} title={rec.title || t('record.untitled')} />: {r.problem?.errors?.[0]?.detail ?? r.problem?.detail ?? r.problem?.title}</li>)}
      </ul>
    </Notice>
  )
}

function Undo({ kind, step, results }: { kind: Kind; step: string; results: BatchResult[] }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const asks = kind.lifecycle.transitions.find((x) => x.name === step)?.reason
  const on = results.flatMap((r) => r.id && r.version ? [{ id: r.id, version: r.version }] : [])
  const [key] = useState(newKey)
  const undo = useMutation({ mutationFn: () => doBatch(step, on, reason.trim(), key), onSuccess: () => touchAround(client) })
  if (undo.data) {
    const n = undo.data.filter(well).length
    return (
      <Stack>
        {n > 0 && <Notice live tone="good" title={t('batch.undone', { n })} />}
        {n < on.length && <Notice live tone="warn" title={t('batch.failed', { n: on.length - n })}>{undo.data.find((r) => !well(r))?.problem?.detail}</Notice>}
      </Stack>
    )
  }
  return (
    <Card>
      <p>{t('batch.undo_hint', { n: on.length })}</p>
      {asks && <Textarea label={t('batch.reason')} required autosize minRows={2} my="sm" value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={2000} />}
      <FormProblem problem={isProblem(undo.error) ? undo.error : null} retry={() => undo.mutate()} />
      <Button variant="light" disabled={asks && reason.trim() === ''} loading={undo.isPending} onClick={() => undo.mutate()}>{t('batch.undo')}</Button>
    </Card>
  )
}
