import { ActionIcon, NativeSelect } from '@mantine/core'
import { useMe } from '@/api/me'
import { grainOf, periodName, periodOf, firstDay, shift, type Grain } from '@/draw/period'
import { useWords } from '@/i18n'
import { IconArrowLeft, IconChevronRight } from '@/ui/icons'
import css from './boards.module.css'

const GRAINS: Grain[] = ['month', 'quarter', 'half', 'year']

/** The day by which a coarser or finer period is chosen: today when it lies within, else the period's first. */
function within(period: string, today: string): string {
  return periodOf(today, grainOf(period)) === period ? today : firstDay(period)
}

/** Month, quarter, half-year or year; a step back and forth; nothing after the present one. */
export function PeriodPicker({ period, onChange }: { period: string; onChange: (period: string) => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const grain = grainOf(period)
  const next = shift(period, 1)
  const future = firstDay(next) > today
  return (
    <div className={css.period} role="group" aria-label={t('boards.period')}>
      <NativeSelect
        aria-label={t('boards.grain')}
        value={grain}
        data={GRAINS.map((g) => ({ value: g, label: t(`boards.grain_${g}`) }))}
        onChange={(e) => onChange(periodOf(within(period, today), e.currentTarget.value as Grain))}
      />
      <div className={css.step}>
        <ActionIcon variant="default" aria-label={t('boards.earlier', { period: periodName(words, shift(period, -1)) })} onClick={() => onChange(shift(period, -1))}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <span className={`${css.periodName} num`} aria-live="polite">{periodName(words, period)}</span>
        <ActionIcon variant="default" disabled={future} aria-label={t('boards.later', { period: periodName(words, next) })} onClick={() => onChange(next)}>
          <IconChevronRight size={20} />
        </ActionIcon>
      </div>
    </div>
  )
}
