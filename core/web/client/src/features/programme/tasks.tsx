import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useKind, useMe } from '@/api/me'
import { tasksQuery } from '@/api/programme'
import type { FollowedTask, Tasks as All } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { periodName } from '@/draw/period'
import { daysBetween, formatDate, formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { State } from '@/ui/state'
import { Opening, useWhere } from './opening'
import css from './tasks.module.css'
import shared from './programme.module.css'

const VIEWS = ['list', 'timeline'] as const
const EXACT = { exact: true, includeSearch: true }

/** The tasks of the term: who leads, who takes part, by when, and what proves how far they are. */
export function Tasks() {
  const words = useWords()
  const { t } = words
  const { search, unit, period } = useWhere()
  const query = useQuery({ ...tasksQuery(unit, period), placeholderData: (old) => old })
  const view = search.group === 'timeline' ? 'timeline' : 'list'
  return (
    <Opening query={query} lead={<p className={shared.big}>{query.data?.unit.name}</p>} rows={6} height={96}>
      {(all) => (
        <>
          <ul className={shared.chips} aria-label={t('programme.tasks_view')}>
            {VIEWS.map((v) => <li key={v}><Link to="/programme" activeOptions={EXACT} search={{ ...search, group: v === 'list' ? undefined : v }} aria-current={view === v ? 'page' : undefined} replace>{t(`programme.tasks_${v}`)}</Link></li>)}
          </ul>
          <p className={`${shared.note} num`}>{t('programme.tasks_stand', { term: periodName(words, all.term), n: formatNumber(all.items.length), done: formatNumber(all.items.filter((x) => !x.open).length) })}{all.more ? ` ${t('programme.tasks_more')}` : ''}</p>
          {all.items.length === 0 ? <State title={t('programme.tasks_none')} /> : view === 'list' ? <List all={all} /> : <Timeline all={all} />}
        </>
      )}
    </Opening>
  )
}

function List({ all }: { all: All }) {
  const { t } = useWords()
  return <ul className={css.list} aria-label={t('programme.tasks_list')}>{all.items.map((task) => <One key={task.id} task={task} />)}</ul>
}

function One({ task }: { task: FollowedTask }) {
  const words = useWords()
  const { t } = words
  const kind = useKind('core.task')
  return (
    <li className={shared.record}>
      <p className={shared.recordTitle}><Link to="/record/$id" params={{ id: task.id }}>{task.title || t('record.untitled')}</Link></p>
      <p className={shared.marks}>
        <StateBadge kind={kind} state={task.state} />
        <Due on={task.due_on} done={!task.open} />
        <span>{t('programme.task_lead', { unit: task.unit.name })}</span>
        {task.partners.length > 0 && <span>{t('programme.task_with', { units: task.partners.map((u) => u.name).join(', ') })}</span>}
      </p>
      <p className={shared.note}>{progress(words, task)}</p>
    </li>
  )
}

/** How far it is, by what proves it. */
function progress(words: Words, task: FollowedTask): string {
  const said = [
    task.handed > 0 && words.t('programme.task_handed', { done: formatNumber(task.done), n: formatNumber(task.handed) }),
    task.named > 0 && words.t('programme.task_records', { proven: formatNumber(task.proven), n: formatNumber(task.named) }),
    task.papers > 0 && words.t('programme.task_papers', { n: formatNumber(task.papers) }),
  ].filter(Boolean)
  return said.length > 0 ? `${said.join('; ')}.` : words.t('programme.task_unproven')
}

/** Each task from the day it was given to the day it is due, on one scale, with today across. */
function Timeline({ all }: { all: All }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const items = all.items.filter((x) => x.due_on)
  const days = items.flatMap((x) => [x.from, x.due_on ?? x.from, ...(x.done_on ? [x.done_on] : [])]).concat(today).toSorted()
  const first = `${(days[0] ?? today).slice(0, 7)}-01`
  const span = Math.max(daysBetween(first, days.at(-1) ?? today) + 15, 30)
  const at = (day: string) => Math.min(100, Math.max(0, (daysBetween(first, day) / span) * 100))
  const now: CSSProperties = { left: `${at(today)}%` }
  return (
    <ol className={css.timeline} aria-label={t('programme.tasks_timeline')}>
      <li className={css.axis} aria-hidden>
        {quarters(first, span).map((q) => <span key={q} style={{ left: `${at(q)}%` }}>{`${q.slice(5, 7)}/${q.slice(0, 4)}`}</span>)}
      </li>
      {items.map((task) => {
        const due = task.due_on ?? task.from
        const late = task.open && due < today
        const from = at(task.from)
        return (
          <li key={task.id} className={css.row}>
            <p className={css.name}><Link to="/record/$id" params={{ id: task.id }}>{task.title || t('record.untitled')}</Link></p>
            <p className={shared.note}>{t('programme.task_lead', { unit: task.unit.name })}{task.partners.length > 0 ? ` · ${t('programme.task_with', { units: task.partners.map((u) => u.name).join(', ') })}` : ''}</p>
            <div className={css.track} role="img" aria-label={t('programme.task_span', { from: formatDate(task.from), to: formatDate(due) })}>
              <i className={css.now} style={now} />
              <i className={css.bar} data-how={!task.open ? 'done' : late ? 'late' : 'open'} style={{ left: `${from}%`, width: `${Math.max(1.5, at(due) - from)}%` }} />
            </div>
            <p className={shared.marks}><Due on={due} done={!task.open} /><span>{progress(words, task)}</span></p>
          </li>
        )
      })}
    </ol>
  )
}

/** The first days of quarters on a scale, few enough to be read on a phone. */
function quarters(first: string, span: number): string[] {
  const out: string[] = []
  const step = span > 900 ? 12 : span > 400 ? 6 : 3
  for (let month = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1, i = 0; i < 24; month += step, i++) {
    const day = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
    if (daysBetween(first, day) > span * 0.75) break
    out.push(day)
  }
  return out
}
