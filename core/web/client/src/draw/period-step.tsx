import { ActionIcon } from '@mantine/core'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { IconArrowLeft, IconChevronRight } from '@/ui/icons'
import { firstDay, periodName, shift } from './period'
import css from './period-step.module.css'

/** A period with a step back and forth; nothing after the present one. */
export function PeriodStep({ period, onChange }: { period: string; onChange: (period: string) => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const next = shift(period, 1)
  return (
    <div className={css.step}>
      <ActionIcon variant="default" aria-label={t('boards.earlier', { period: periodName(words, shift(period, -1)) })} onClick={() => onChange(shift(period, -1))}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <span className={`${css.name} num`} aria-live="polite">{periodName(words, period)}</span>
      <ActionIcon variant="default" disabled={firstDay(next) > today} aria-label={t('boards.later', { period: periodName(words, next) })} onClick={() => onChange(next)}>
        <IconChevronRight size={20} />
      </ActionIcon>
    </div>
  )
}
