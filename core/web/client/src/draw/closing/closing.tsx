import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { closePeriod, previewQuery } from '@/api/closings'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import type { ClosingPreview } from '@/api/types.gen'
import { periodName } from '@/draw/period'
import { Loaded, ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatNumber, inSentence } from '@/i18n/format'
import { Actions } from '@/ui/page'
import { Notice, Skeletons } from '@/ui/state'
import { tell } from '@/ui/tell'
import css from './closing.module.css'

interface Of { unit: string; period: string; replaces?: string | undefined; onClose: () => void }

/** The sentence that will be true once the period is closed, and the last word. */
export function Closing(of: Of) {
  const { t } = useWords()
  const query = useQuery(previewQuery(of.unit, of.period))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={2} label={t('state.loading')} />}>
      {(preview) => <Last {...of} preview={preview} />}
    </Loaded>
  )
}

function Last({ unit, period, replaces, onClose, preview }: Of & { preview: ClosingPreview }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const name = inSentence(periodName(words, period))
  const act = useMutation({
    mutationFn: () => closePeriod({ unit, period, ...(replaces ? { replaces, reason: reason.trim() } : {}) }, preview.seen),
    meta: { quiet: true },
    onSuccess: async () => {
      tell({ message: t('closing.done', { period: name }) })
      onClose()
      await client.invalidateQueries({ queryKey: keys.closing(unit, period) })
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.closingPreview(unit, period) }),
  })
  const close = () => {
    setTried(true)
    if (!replaces || reason.trim()) act.mutate()
  }
  const same = replaces !== undefined && !preview.changed
  return (
    <div className={css.ask}>
      {same ? <Notice>{t('closing.unchanged')}</Notice> : <p>{t('closing.text', { figures: formatNumber(preview.figures), units: formatNumber(preview.units), records: formatNumber(preview.records), period: name })}</p>}
      {replaces && !same && (
        <Textarea label={t('closing.reason')} required withAsterisk maxLength={1000} minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={tried && !reason.trim() ? t('closing.reason_needed') : undefined} />
      )}
      {isProblem(act.error) && <ProblemNotice problem={act.error} />}
      <Actions>
        {!same && <Button loading={act.isPending} onClick={close}>{t(replaces ? 'closing.again' : 'closing.act')}</Button>}
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </Actions>
    </div>
  )
}
