import type { Clock } from '@/api/types.gen'
import { formatDate } from '@/i18n/format'
import { useWords, type Key } from '@/i18n'
import { IconAlert, IconCheck, IconClock } from '@/ui/icons'
import css from './draw.module.css'

/** What of a deadline is said in a line: an obligation stands as one too. */
export type Standing = Pick<Clock, 'state' | 'days' | 'due' | 'met_on' | 'law' | 'to_confirm' | 'party'>

/** How a deadline stands, and who owes it. Only one the law or the province has
 * passed is marked late, each in its own colour; one that is done counts no days. */
export function ClockLine({ clock }: { clock: Standing }) {
  const { t } = useWords()
  const late = clock.state === 'overdue'
  const Sign = late ? IconAlert : clock.state === 'met' || clock.state === 'met_late' ? IconCheck : IconClock
  const soon = clock.state === 'running' && clock.days <= 3 && !clock.to_confirm
  return (
    <span className={`${css.due} ${late ? (clock.law ? css.late : css.internal) : soon ? css.soon : ''}`} data-clock={clock.state}>
      <Sign size={18} aria-hidden />
      <span>
        {sentence(t, clock)}
        {clock.party.length > 0 && ` · ${clock.party.map((u) => u.name).join(', ')}`}
        {clock.to_confirm && ` · ${t('clock.to_confirm')}`}
      </span>
    </span>
  )
}

function sentence(t: (key: Key, params?: Record<string, string | number>) => string, clock: Standing): string {
  const date = formatDate(clock.due ?? undefined)
  const met = formatDate(clock.met_on ?? undefined)
  switch (clock.state) {
    case 'overdue':
      return t(clock.law ? 'clock.overdue_law' : 'clock.overdue_internal', { days: clock.days, date })
    case 'met':
      return t('clock.met', { date: met })
    case 'met_late':
      return t('clock.met_late', { days: clock.days, date: met })
    case 'stopped':
      return t('clock.stopped', { date })
    case 'not_started':
      return t('clock.not_started')
    default:
      if (clock.to_confirm) return t('due.was', { date })
      return clock.days === 0 ? t('due.today') : t('due.in', { days: clock.days, date })
  }
}
