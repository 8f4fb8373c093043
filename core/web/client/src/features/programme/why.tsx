import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { gapQuery } from '@/api/figures'
import { useMe } from '@/api/me'
import type { Gap, GapCause, GapItem } from '@/api/types.gen'
import { amount, FigureBody } from '@/draw/figure'
import { periodName, periodOf } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { Loaded } from '@/draw/problem'
import { formatNumber, inSentence } from '@/i18n/format'
import { useWords, type Key } from '@/i18n'
import { IconArrowLeft, IconChevronRight } from '@/ui/icons'
import { Back, Card } from '@/ui/page'
import { Notice, Skeletons } from '@/ui/state'
import css from './programme.module.css'

const route = getRouteApi('/shell/programme')

/** Why a figure misses its target: by causes and by units, each adding up to what is lacking, and who would mend it soonest. */
export function Why({ measure }: { measure: string }) {
  const { t } = useWords()
  const { today } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = search.period ?? periodOf(today, 'year')
  const query = useQuery(gapQuery(measure, search.unit, period))
  return (
    <>
      <div className={css.bar}>
        <Link to="/figures/$measure" params={{ measure }} search={{ unit: search.unit, period }} className={Back}><IconArrowLeft size={20} aria-hidden />{t('programme.why_figure')}</Link>
        <PeriodStep period={period} onChange={(p) => void navigate({ search: (old) => ({ ...old, period: p }), replace: true })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={4} height={120} label={t('state.loading')} />}>{(gap) => <Parts gap={gap} period={period} />}</Loaded>
    </>
  )
}

function Parts({ gap, period }: { gap: Gap; period: string }) {
  const words = useWords()
  const { t } = words
  const n = formatNumber(Math.abs(gap.short))
  return (
    <>
      <Card label={t('programme.why')}>
        <p className={css.note}>{gap.unit.name}, {inSentence(periodName(words, period))}</p>
        <h2 className={css.clauseTitle}>{words.pick(gap.label, gap.measure)}</h2>
        <FigureBody figure={gap.figure} unit={gap.in} />
        <p className={css.big}>{t(gap.missed ? (gap.falls ? 'programme.why_over' : 'programme.why_short') : 'programme.why_met', { n })}</p>
        {gap.missed && !gap.falls && <p className={css.note}>{t('programme.why_proven')}</p>}
      </Card>
      {gap.missed && <Causes gap={gap} period={period} />}
      {gap.missed && gap.units.length > 0 && <Units gap={gap} period={period} />}
      {gap.nearest.length > 0 && <Soonest gap={gap} />}
    </>
  )
}

function Causes({ gap, period }: { gap: Gap; period: string }) {
  const { t } = useWords()
  const most = Math.max(...gap.causes.map((c) => Math.abs(c.amount)), 1e-9)
  return (
    <Card id="causes" title={t('programme.why_causes')}>
      <ul className={css.sums}>
        {gap.causes.map((c) => (
          <li key={c.cause}>
            <Line name={t(`programme.cause_${c.cause}` as Key)} n={c.amount} share={Math.abs(c.amount) / most} />
            {c.items.length > 0 && <Items cause={c} gap={gap} period={period} />}
          </li>
        ))}
      </ul>
      <Total n={gap.short} />
    </Card>
  )
}

/** A part with its amount; what is below zero takes away. */
function Line({ name, n, share }: { name: React.ReactNode; n: number; share: number }) {
  return (
    <p className={css.sum}>
      <span>{name}</span>
      <span className={css.sumBar} aria-hidden><i data-less={n < 0} style={{ width: `${Math.round(share * 100)}%` }} /></span>
      <span className={`${css.sumN} num`}>{n < 0 ? '−' : '+'}{formatNumber(Math.abs(n))}</span>
    </p>
  )
}

function Total({ n }: { n: number }) {
  const { t } = useWords()
  return <p className={`${css.total} num`}>{t('programme.why_total', { n: formatNumber(n) })}</p>
}

function Items({ cause, gap, period }: { cause: GapCause; gap: Gap; period: string }) {
  const { t } = useWords()
  const more = cause.cause === 'proof' || cause.items.length < 30 ? 0 : cause.amount - cause.items.reduce((n, i) => n + i.amount, 0)
  return (
    <details className={css.original}>
      <summary><IconChevronRight size={18} aria-hidden />{t('programme.why_items', { n: formatNumber(cause.items.length) })}</summary>
      <ul className={css.names}>
        {cause.items.map((i) => <li key={`${i.unit.id} ${i.record ?? ''}`}><Opens item={i} gap={gap} period={period} /></li>)}
      </ul>
      {more > 0 && <p className={css.note}>{t('programme.more', { n: formatNumber(more) })}</p>}
    </details>
  )
}

/** A part opens what it is: the record, or the unit's own figure. */
function Opens({ item, gap, period }: { item: GapItem; gap: Gap; period: string }) {
  const { t } = useWords()
  return item.record
    ? <><Link to="/record/$id" params={{ id: item.record }}>{item.title || t('record.untitled')}</Link><span className={css.note}>{item.unit.name}</span></>
    : <Link to="/figures/$measure" params={{ measure: gap.measure }} search={{ unit: item.unit.id, period }}>{item.unit.name}</Link>
}

function Units({ gap, period }: { gap: Gap; period: string }) {
  const words = useWords()
  const { t } = words
  const most = Math.max(...gap.units.map((u) => Math.abs(u.short)), Math.abs(gap.rest), 1e-9)
  const behind = gap.units.filter((u) => u.short > 0)
  const ahead = gap.units.filter((u) => u.short <= 0)
  const row = (u: Gap['units'][number]) => (
    <li key={u.unit.id}>
      <Line
        n={u.short} share={Math.abs(u.short) / most}
        name={<><Link to="/programme" search={{ part: 'why', measure: gap.measure, unit: u.unit.id, period }}>{u.unit.name}</Link> <span className={`${css.note} num`}>{amount(words, u.value, gap.in)}</span></>}
      />
    </li>
  )
  return (
    <Card id="units" title={t('programme.why_units', { n: formatNumber(behind.length) })}>
      <ul className={css.sums}>
        {behind.map(row)}
        {Math.abs(gap.rest) > 1e-9 && <li><Line name={t('programme.why_rest')} n={gap.rest} share={Math.abs(gap.rest) / most} /></li>}
      </ul>
      {ahead.length > 0 && (
        <details className={css.original}>
          <summary><IconChevronRight size={18} aria-hidden />{t('programme.why_ahead', { n: formatNumber(ahead.length) })}</summary>
          <ul className={css.sums}>{ahead.map(row)}</ul>
        </details>
      )}
      <Total n={gap.short} />
    </Card>
  )
}

function Soonest({ gap }: { gap: Gap }) {
  const words = useWords()
  const { t } = words
  return (
    <Card id="soonest" title={t(gap.meets ? 'programme.what_if' : 'programme.what_if_not', { n: formatNumber(gap.nearest.length) })}>
      {!gap.meets && <Notice tone="warn" title={t('programme.what_if_rest')} />}
      <ol className={css.steps}>
        {gap.nearest.map((s) => (
          <li key={s.unit.id}>{t('programme.what_if_step', { unit: s.unit.name, n: formatNumber(s.adds), value: amount(words, s.value, gap.in) })}</li>
        ))}
      </ol>
    </Card>
  )
}
