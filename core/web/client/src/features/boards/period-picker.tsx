import { NativeSelect } from '@mantine/core'
import { useMe } from '@/api/me'
import { grainOf, periodOf, firstDay, type Grain } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { useWords } from '@/i18n'
import css from './boards.module.css'

const GRAINS: Grain[] = ['month', 'quarter', 'half', 'year']

/** The day by which a coarser or finer period is chosen: today when it lies within, else the period's first. */
function within(period: string, today: string): string {
  return periodOf(today, grainOf(period)) === period ? today : firstDay(period)
}

/** Month, quarter, half-year or year; a step back and forth; nothing after the present one. */
export function PeriodPicker({ period, onChange }: { period: string; onChange: (period: string) => void }) {
  const { t } = useWords()
  const { today } = useMe()
  const grain = grainOf(period)
  return (
    <div className={css.period} role="group" aria-label={t('boards.period')}>
      <NativeSelect
        aria-label={t('boards.grain')}
        value={grain}
        data={GRAINS.map((g) => ({ value: g, label: t(`boards.grain_${g}`) }))}
        onChange={(e) => onChange(periodOf(within(period, today), e.currentTarget.value as Grain))}
      />
      <PeriodStep period={period} onChange={onChange} />
    </div>
  )
}
