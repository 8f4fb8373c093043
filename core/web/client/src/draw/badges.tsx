import { useMe } from '@/api/me'
import type { Clock, Kind } from '@/api/types.gen'
import { daysBetween, formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconAlert, IconClock } from '@/ui/icons'
import { Badge } from '@/ui/state'
import { ClockLine } from './clock'
import css from './draw.module.css'
import { stateOf } from './words'

export function StateBadge({ kind, state }: { kind: Kind | undefined; state: string }) {
  const words = useWords()
  const s = stateOf(words, kind, state)
  return <Badge tone={s.tone} mark={s.mark}>{s.label}</Badge>
}

/** When it is due; red, with a sign and words, only when it is really late. */
export function Due({ on, clock, done }: { on: string | null | undefined; clock?: Clock; done?: boolean }) {
  const { t } = useWords()
  const { today } = useMe()
  if (clock) return <ClockLine clock={clock} />
  if (!on) return null
  const days = daysBetween(today, on)
  if (done) return <span className={css.due}>{t('due.was', { date: formatDate(on) })}</span>
  if (days < 0) {
    return (
      <span className={`${css.due} ${css.late}`}>
        <IconAlert size={18} aria-hidden />
        {t('due.late', { days: -days, date: formatDate(on) })}
      </span>
    )
  }
  return (
    <span className={`${css.due} ${days <= 3 ? css.soon : ''}`}>
      <IconClock size={18} aria-hidden />
      {days === 0 ? t('due.today') : t('due.in', { days, date: formatDate(on) })}
    </span>
  )
}
