import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useConnection } from '@/api/connection'
import { useKinds, useMe } from '@/api/me'
import { dutiesTodayQuery } from '@/api/duties'
import { todayQuery } from '@/api/records'
import type { DutiesToday, Offered, Today } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { SummaryRow } from '@/draw/summary-row'
import { formatInstant, inSentence } from '@/i18n/format'
import { useWords, type Key } from '@/i18n'
import { IconAlert, IconClock, IconDoc, IconReturn, IconUser } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Page, Rows } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { Duties, owesNothing } from './duties'
import css from './today.module.css'

type Part = 'overdue' | 'due' | 'returned' | 'waiting' | 'drafts'
const PARTS: { part: Part; title: Key; Sign: ComponentType<{ size?: number }> }[] = [
  { part: 'overdue', title: 'today.overdue', Sign: IconAlert },
  { part: 'returned', title: 'today.returned', Sign: IconReturn },
  { part: 'waiting', title: 'today.waiting', Sign: IconUser },
  { part: 'due', title: 'today.due', Sign: IconClock },
  { part: 'drafts', title: 'today.drafts', Sign: IconDoc },
]

/** Hôm nay: what is to be done, worst first, each line with its one verb. */
export function TodayPage() {
  const { t, lang } = useWords()
  const me = useMe()
  const query = useQuery(todayQuery)
  const duties = useQuery(dutiesTodayQuery)
  const [y = 2026, m = 1, d = 1] = me.today.split('-').map(Number)
  const weekday = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'vi-VN', { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(y, m - 1, d)))
  return (
    <Page title={t('today.title')} eyebrow={t('today.date', { weekday, day: String(d).padStart(2, '0'), month: String(m).padStart(2, '0'), year: y })} sub={query.data && <Gist today={query.data} />}>
      <Loaded query={query} skeleton={<Skeletons rows={5} height={104} label={t('state.loading')} />}>
        {(today) => <Body today={today} duties={duties.data} />}
      </Loaded>
    </Page>
  )
}

function Gist({ today }: { today: Today }) {
  const { t } = useWords()
  const { online } = useConnection()
  const n = today.overdue.length
  return (
    <>
      <span>{n > 0 ? t('today.gist_late', { n }) : t('today.gist_fine')}</span>
      {!online && <span> {t('today.as_of', { at: formatInstant(today.as_of) })}</span>}
    </>
  )
}

/** A record stands once: under the most pressing heading it belongs to. */
function once(today: Today): Record<Part, Offered[]> {
  const seen = new Set<string>()
  const out = {} as Record<Part, Offered[]>
  for (const { part } of PARTS) {
    out[part] = today[part].filter((r) => !seen.has(r.id))
    out[part].forEach((r) => seen.add(r.id))
  }
  return out
}

function Body({ today, duties }: { today: Today; duties: DutiesToday | undefined }) {
  const { t } = useWords()
  const parts = once(today)
  const empty = owesNothing(duties) && PARTS.every(({ part }) => parts[part].length === 0)
  if (empty) return <Nothing />
  return (
    <div className={css.parts}>
      {PARTS.filter(({ part }) => parts[part].length > 0).map(({ part, title, Sign }) => (
        <section key={part} aria-labelledby={`today-${part}`} data-part={part} className={css.part}>
          <h2 id={`today-${part}`} className={css.partTitle}>
            <Sign size={22} aria-hidden />
            {t(title)}
            <span className={css.count}>{parts[part].length}</span>
          </h2>
          <Rows>{parts[part].map((r) => <SummaryRow key={r.id} rec={r} />)}</Rows>
        </section>
      ))}
      {duties && <Duties duties={duties} />}
    </div>
  )
}

function Nothing() {
  const words = useWords()
  const { t } = words
  const { menu } = useMe()
  const { data: kinds } = useKinds()
  const first = menu.find((e) => kinds?.get(e.kind)?.can_create)
  return (
    <State
      title={t('today.nothing')}
      action={first && (
        <LinkButton to="/records/$kind" params={{ kind: first.kind }}>{words.t('today.open_records', { kind: inSentence(words.pick(first.label)) })}</LinkButton>
      )}
    >
      {t('today.nothing_hint')}
    </State>
  )
}
