import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { coverageQuery } from '@/api/programme'
import type { Coverage, CoveredClause, Programme } from '@/api/types.gen'
import { periodName } from '@/draw/period'
import { formatInstant, formatNumber } from '@/i18n/format'
import { useWords, type Key } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Card } from '@/ui/page'
import { Badge, Notice, State } from '@/ui/state'
import { Opening, useWhere } from './opening'
import { clauseName, outline } from './outline'
import css from './programme.module.css'

const route = getRouteApi('/shell/programme')
const EXACT = { exact: true, includeSearch: true }

type Line = Programme['clauses'][number] & { at?: CoveredClause }
const GAPS = {
  record: (c: CoveredClause) => c.followed && c.records === 0,
  evidence: (c: CoveredClause) => c.records > c.proven,
  task: (c: CoveredClause) => c.tasks === 0,
  off: (c: CoveredClause) => !c.followed,
}
type Gap = keyof typeof GAPS
const GAP_NAMES = Object.keys(GAPS) as Gap[]

/** The resolution as text, each clause with what there is of it; the marks narrow it to what is missing. */
export function Text({ of }: { of: Programme }) {
  const { unit, period } = useWhere()
  const query = useQuery({ ...coverageQuery(unit, period), placeholderData: (old) => old })
  return <Opening query={query} rows={5} height={96}>{(coverage) => <Lines of={of} coverage={coverage} period={period} />}</Opening>
}

function Lines({ of, coverage, period }: { of: Programme; coverage: Coverage; period: string }) {
  const words = useWords()
  const { t } = words
  const search = route.useSearch()
  const at = new Map(coverage.clauses.map((c) => [c.id, c]))
  const gap = GAP_NAMES.find((g) => g === search.gap)
  const lines: Line[] = of.clauses.map((c) => ({ ...c, at: at.get(c.id) }))
  const shown = gap ? lines.filter((c) => c.at && GAPS[gap](c.at)) : lines
  if (lines.length === 0) return <State title={t('programme.none')}>{t('programme.none_hint')}</State>
  const n = (g: Gap) => coverage.clauses.filter(GAPS[g]).length
  return (
    <>
      <p className={css.note}>
        <span className="num">{t('programme.stands', { n: lines.length, with: coverage.clauses.filter((c) => c.records > 0).length, proven: coverage.clauses.filter((c) => c.records > 0 && c.records === c.proven).length, unit: coverage.unit.name, period: periodName(words, period) })}</span>
        {' '}<span className="num">{t('programme.as_of', { at: formatInstant(coverage.as_of) })}</span>
      </p>
      {coverage.reckoning && <Notice title={t('programme.reckoning')}>{t('programme.reckoning_hint')}</Notice>}
      <nav aria-label={t('programme.gaps')}>
        <ul className={css.chips}>
          <li><Link to="/programme" activeOptions={EXACT} search={{ ...search, gap: undefined }} aria-current={gap ? undefined : 'true'}>{t('programme.gap_all', { n: lines.length })}</Link></li>
          {GAP_NAMES.map((g) => <li key={g}><Link to="/programme" activeOptions={EXACT} search={{ ...search, gap: g }} aria-current={gap === g ? 'true' : undefined}>{t(`programme.gap_${g}` as Key, { n: n(g) })}</Link></li>)}
        </ul>
      </nav>
      {shown.length === 0 && <State title={t('programme.gap_none')} />}
      {outline(words, of.sections, shown).map((g) => (
        <section key={g.id} className={css.group}>
          {g.above && <h2 className={css.above}>{g.above}</h2>}
          <Card title={g.title} id={`s-${g.id}`}>
            <ul className={css.clauses}>{g.clauses.map((c) => <Clause key={c.id} clause={c} units={coverage.units.length} />)}</ul>
          </Card>
        </section>
      ))}
    </>
  )
}

function Clause({ clause, units }: { clause: Line; units: number }) {
  const words = useWords()
  const { t } = words
  const search = route.useSearch()
  const name = clauseName(words, clause)
  const at = clause.at
  return (
    <li className={css.clause} data-off={at?.followed === false}>
      <p className={css.words}>
        <Link to="/programme" search={{ ...search, clause: clause.id, part: undefined }}>{clause.words || name}</Link>
        <IconChevronRight size={18} aria-hidden />
      </p>
      {clause.words && words.pick(clause.title) && <p className={css.note}>{words.pick(clause.title)}</p>}
      {at && (
        <p className={css.marks}>
          {!at.followed && <Badge tone="neutral" mark="ring">{t('programme.off')}</Badge>}
          {at.tasks > 0 && <span className="num">{t('programme.tasks', { n: formatNumber(at.tasks), done: formatNumber(at.done) })}</span>}
          {at.records > 0 && <Badge tone={at.records === at.proven ? 'good' : 'info'} mark={at.records === at.proven ? 'dot' : 'half'}>{t('programme.records', { n: formatNumber(at.records), proven: formatNumber(at.proven) })}</Badge>}
          {at.followed && at.records === 0 && <Badge tone="warn" mark="square">{t('programme.no_record')}</Badge>}
          {at.followed && units > 0 && at.no_record > 0 && at.records > 0 && <span className="num">{t('programme.units_without', { n: formatNumber(at.no_record), of: formatNumber(units) })}</span>}
        </p>
      )}
    </li>
  )
}
