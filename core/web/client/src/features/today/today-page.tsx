import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useConnection } from '@/api/connection'
import { useKinds, useMe } from '@/api/me'
import { dutiesTodayQuery } from '@/api/duties'
import { TODAY_PARTS, todayQuery, type TodayPart } from '@/api/records'
import type { DutiesToday, Offered, Today } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { SummaryRow } from '@/draw/summary-row'
import { formatInstant, inSentence } from '@/i18n/format'
import { useWords, type Key } from '@/i18n'
import { IconAlert, IconArrowLeft, IconChevronRight, IconClock, IconDoc, IconPeople, IconReturn, IconUser } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Back, Page, Sheet } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { Beginning } from './beginning'
import { Duties, owesNothing } from './duties'
import { FirstSteps } from './first-steps'
import css from './today.module.css'

const route = getRouteApi('/shell/')

const LOOKS: Record<TodayPart, { title: Key; Sign: ComponentType<{ size?: number }> }> = {
  overdue: { title: 'today.overdue', Sign: IconAlert },
  returned: { title: 'today.returned', Sign: IconReturn },
  waiting: { title: 'today.waiting', Sign: IconUser },
  due: { title: 'today.due', Sign: IconClock },
  others: { title: 'today.others', Sign: IconPeople },
  drafts: { title: 'today.drafts', Sign: IconDoc },
}
const ROWS = { desk: 15, phone: 9 } // on the whole screen, shared by the parts there are
const FEWEST = { desk: 3, phone: 2 } // of a part
const QUIET: readonly TodayPart[] = ['others', 'drafts'] // a line each on a phone: nothing of them waits for the reader

/** Hôm nay: what is to be done, worst first, each line with its one verb; one part of it whole where it is asked for. */
export function TodayPage() {
  const { part } = route.useSearch()
  return part ? <PartPage part={part} /> : <WholePage />
}

function WholePage() {
  const { t, lang } = useWords()
  const me = useMe()
  const query = useQuery(todayQuery())
  const duties = useQuery(dutiesTodayQuery)
  const [y = 2026, m = 1, d = 1] = me.today.split('-').map(Number)
  const weekday = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'vi-VN', { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(y, m - 1, d)))
  return (
    <Page title={t('today.title')} eyebrow={t('today.date', { weekday, day: String(d).padStart(2, '0'), month: String(m).padStart(2, '0'), year: y })} sub={query.data && <Gist today={query.data} missed={duties.data?.missed ?? 0} />}>
      <Beginning />
      <FirstSteps />
      <Loaded query={query} skeleton={<Skeletons rows={5} height={112} label={t('state.loading')} />}>
        {(today) => <Body today={today} duties={duties.data} />}
      </Loaded>
    </Page>
  )
}

function PartPage({ part }: { part: TodayPart }) {
  const { t } = useWords()
  const query = useQuery(todayQuery(part))
  return (
    <Page before={<Link to="/" className={Back}><IconArrowLeft size={20} aria-hidden />{t('today.title')}</Link>} title={t(LOOKS[part].title)} sub={query.data && t('today.count', { n: count(query.data, part) })}>
      <Loaded query={query} skeleton={<Skeletons rows={6} height={112} label={t('state.loading')} />}>
        {(today) => (
          <>
            {today[part].length > 0 && <Records items={today[part]} />}
            {part === 'drafts' && <p><Link to="/discarded" className={css.all}>{t('discarded.title')}</Link></p>}
            {today[part].length < today.totals[part] && <p>{t('today.first', { n: today[part].length })}</p>}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Whether anything is late, records and what is owed in a rhythm together. */
function Gist({ today, missed }: { today: Today; missed: number }) {
  const { t } = useWords()
  const { online } = useConnection()
  const { overdue } = today.totals
  const both = overdue > 0 && missed > 0
  return (
    <>
      <span>{both ? t('today.gist_both', { n: counted(today, overdue), duties: missed }) : overdue + missed > 0 ? t('today.gist_late', { n: counted(today, overdue + missed) }) : t('today.gist_fine')}</span>
      {!online && <span> {t('today.as_of', { at: formatInstant(today.as_of) })}</span>}
    </>
  )
}

/** How many there are; with a sign where not all were looked at. */
const counted = ({ totals }: Today, n: number): string => `${n}${totals.more ? '+' : ''}`
const count = (today: Today, part: TodayPart): string => part === 'drafts' ? `${today.totals.drafts}` : counted(today, today.totals[part])

function Body({ today, duties }: { today: Today; duties: DutiesToday | undefined }) {
  const phone = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false })
  const parts = TODAY_PARTS.filter((part) => today.totals[part] > 0)
  if (parts.length === 0 && owesNothing(duties)) return <Nothing />
  const full = parts.filter((part) => !(phone && folds(today, part)))
  const size = phone ? 'phone' : 'desk'
  const room = Math.max(FEWEST[size], Math.floor(ROWS[size] / Math.max(1, full.length + (owesNothing(duties) ? 0 : 1))))
  const late = (duties?.missed ?? 0) > 0 // then what is owed stands with what is overdue, before all that is not
  const owed = duties && <Duties key="duties" duties={duties} room={room} />
  const drawn = parts.map((part) => full.includes(part) ? <Part key={part} part={part} today={today} room={room} /> : <Line key={part} part={part} today={today} />)
  const worst = parts[0] === 'overdue' ? 1 : 0
  return <div className={css.parts}>{late ? [...drawn.slice(0, worst), owed, ...drawn.slice(worst)] : [...drawn, owed]}</div>
}

function Part({ part, today, room }: { part: TodayPart; today: Today; room: number }) {
  const { t } = useWords()
  const { title, Sign } = LOOKS[part]
  const shown = today[part].slice(0, room)
  return (
    <section aria-labelledby={`today-${part}`} data-part={part} className={css.part}>
      <h2 id={`today-${part}`} className={css.partTitle}>
        <Sign size={22} aria-hidden />
        {t(title)}
        <span className={css.count}>{count(today, part)}</span>
      </h2>
      <Records items={shown} />
      {shown.length < today.totals[part] && <p><Link to="/" search={{ part }} className={css.all}>{t('today.all', { n: count(today, part) })}</Link></p>}
    </section>
  )
}

/** A quiet part with more than a line of it. */
const folds = (today: Today, part: TodayPart): boolean => QUIET.includes(part) && today.totals[part] > 1

/** A part of which only the name and the number stand here; all of it leads to the whole. */
function Line({ part, today }: { part: TodayPart; today: Today }) {
  const { t } = useWords()
  const { title, Sign } = LOOKS[part]
  return (
    <section aria-labelledby={`today-${part}`} data-part={part} className={css.part}>
      <h2 id={`today-${part}`} className={css.partTitle}>
        <Sign size={22} aria-hidden />
        <Link to="/" search={{ part }} className={css.line}>{t(title)}</Link>
        <span className={css.count}>{count(today, part)}</span>
        <IconChevronRight size={20} aria-hidden />
      </h2>
    </section>
  )
}

/** The unit is told only where it is not the same everywhere. */
function Records({ items }: { items: Offered[] }) {
  const many = items.some((r) => r.unit.id !== items[0]?.unit.id)
  return <Sheet>{items.map((r) => <SummaryRow key={r.id} rec={r} showUnit={many} />)}</Sheet>
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
