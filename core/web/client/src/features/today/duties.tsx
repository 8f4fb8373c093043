import { Link } from '@tanstack/react-router'
import type { DutiesToday } from '@/api/types.gen'
import { DutyRow, dutyTitle } from '@/draw/duty-row'
import draw from '@/draw/draw.module.css'
import { useWords } from '@/i18n'
import { formatDate } from '@/i18n/format'
import { IconClock, IconPeople } from '@/ui/icons'
import { Sheet } from '@/ui/page'
import css from './today.module.css'

export const owesNothing = (duties: DutiesToday | undefined): boolean => !duties || (duties.total === 0 && duties.below.length === 0)

/** What the reader's units owe in a rhythm, and, for who may excuse them, how those below stand. */
export function Duties({ duties, room }: { duties: DutiesToday; room: number }) {
  const words = useWords()
  const { t } = words
  const mine = duties.items.slice(0, room)
  const below = duties.below.slice(0, room)
  return (
    <>
      {duties.total > 0 && (
        <section aria-labelledby="today-duties" data-part="duties" className={css.part}>
          <h2 id="today-duties" className={css.partTitle}>
            <IconClock size={22} aria-hidden />
            {t('today.duties')}
            <span className={css.count}>{duties.total}</span>
            {duties.missed > 0 && <span className={css.missed}>{t('today.missed', { n: duties.missed })}</span>}
          </h2>
          <Sheet>{mine.map((d) => <DutyRow key={d.id} duty={d} showUnit={duties.items.some((o) => o.unit.id !== d.unit.id)} />)}</Sheet>
          {duties.total > mine.length && <p><Link className={css.all} to="/duties" search={{ mine: true, state: 'owed' }}>{t('today.duties_all', { n: duties.total })}</Link></p>}
        </section>
      )}
      {duties.below.length > 0 && (
        <section aria-labelledby="today-below" data-part="below" className={css.part}>
          <h2 id="today-below" className={css.partTitle}>
            <IconPeople size={22} aria-hidden />
            {t('today.below')}
          </h2>
          <Sheet>
            {below.map((b) => (
              <li key={`${b.duty} ${b.period}`} className={draw.row} data-late={b.missed > 0}>
                <p className={draw.rowTitle}>
                  <Link to="/duties" search={{ duty: b.duty, period: b.period, state: b.not_begun > 0 ? 'not_begun' : 'owed' }}>{dutyTitle(words, b)}</Link>
                </p>
                <p className={`${draw.rowFacts} ${draw.meta}`}>
                  <span>{b.not_begun > 0 ? t('today.below_line', { n: b.not_begun, all: b.owed }) : t('today.below_begun')}</span>
                  {b.missed > 0 && <span className={draw.late}>{t('today.below_missed', { n: b.missed })}</span>}
                  <span>{t('due.was', { date: formatDate(b.due_on) })}</span>
                </p>
              </li>
            ))}
          </Sheet>
          {duties.below.length > below.length && <p><Link className={css.all} to="/duties" search={{ state: 'owed' }}>{t('today.all', { n: duties.below.length })}</Link></p>}
        </section>
      )}
    </>
  )
}
