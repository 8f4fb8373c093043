import { Button } from '@mantine/core'
import { takeBack, type AskedStep } from '@/api/acts'
import type { Kind, RecordPage } from '@/api/types.gen'
import { fieldLabel, verbLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { formatInstant } from '@/i18n/format'
import { Notice } from '@/ui/state'
import { same } from './edits'

/** A step of this record that waits for a line, or that was refused when it was sent: what changed since it was decided, and the way to decide again. */
export function WaitingStep({ act, rec, kind, onAgain }: { act: AskedStep; rec: RecordPage; kind: Kind | undefined; onAgain: (step: string) => void }) {
  const words = useWords()
  const { t } = words
  const verb = verbLabel(words, kind, act.step)
  if (!act.refused) {
    return (
      <Notice tone="info" live title={t('acts.waiting_step', { verb })} actions={<Button variant="default" onClick={() => takeBack(act.key)}>{t('acts.take_back')}</Button>}>
        <p>{t('acts.waiting', { at: formatInstant(new Date(act.at).toISOString()) })}</p>
      </Notice>
    )
  }
  const moved = rec.version === act.version ? [] : Object.keys({ ...act.seen, ...rec.fields }).filter((n) => !same(act.seen[n], rec.fields[n]))
  const offered = rec.transitions.some((o) => o.name === act.step && (o.allowed || o.missing.length > 0))
  return (
    <Notice
      tone="warn"
      live
      title={t('acts.refused', { why: act.refused.detail })}
      actions={(
        <>
          {offered && <Button onClick={() => { takeBack(act.key); onAgain(act.step) }}>{t('acts.again')}</Button>}
          <Button variant="default" onClick={() => takeBack(act.key)}>{t('acts.drop')}</Button>
        </>
      )}
    >
      {moved.length > 0 && <p>{t('verbs.moved_what', { fields: moved.map((n) => fieldLabel(words, kind, n)).join(', ') })}</p>}
    </Notice>
  )
}
