import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '@/api/me'
import { targetsQuery } from '@/api/programme'
import type { Figure, Targets as Board } from '@/api/types.gen'
import { unitKindsQuery } from '@/api/units'
import { amount, FigureBar, StatusWord, targetText } from '@/draw/figure'
import { periodName, periodOf } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { Loaded } from '@/draw/problem'
import { formatInstant, formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Card } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import css from './programme.module.css'

const route = getRouteApi('/shell/programme')
type Tile = Board['targets'][number]

/** The board of the resolution: every target, the missed ones first, how it came there, who stands where. */
export function Targets() {
  const { t } = useWords()
  const { today } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = search.period ?? periodOf(today, 'year')
  const query = useQuery({ ...targetsQuery(search.unit, period), placeholderData: (old) => old })
  return (
    <>
      <div className={css.bar}>
        <p className={css.big}>{query.data?.unit.name}</p>
        <PeriodStep period={period} onChange={(p) => void navigate({ search: (old) => ({ ...old, period: p }), replace: true })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={6} height={110} label={t('state.loading')} />}>{(board) => <List board={board} period={period} />}</Loaded>
    </>
  )
}

const RANK: Record<Figure['status'], number> = { missed: 0, near: 1, none: 2, met: 3 }
const rankOf = (f: Figure): number => (f.pilot === 'off' ? 4 : RANK[f.status]) // what nobody follows comes last

function List({ board, period }: { board: Board; period: string }) {
  const { t } = useWords()
  if (board.targets.length === 0) return <State title={t('programme.targets_none')} />
  const n = (s: Figure['status']) => board.targets.filter((x) => x.figure.status === s).length
  const sorted = board.targets.toSorted((a, b) => rankOf(a.figure) - rankOf(b.figure))
  return (
    <>
      <p className={`${css.note} num`}>{t('programme.targets_stand', { n: board.targets.length, met: n('met'), near: n('near'), missed: n('missed') })} {t('programme.as_of', { at: formatInstant(board.as_of) })}</p>
      <ul className={css.targets}>{sorted.map((tile) => <Target key={tile.measure} tile={tile} board={board} period={period} />)}</ul>
    </>
  )
}

function Target({ tile, board, period }: { tile: Tile; board: Board; period: string }) {
  const words = useWords()
  const { t } = words
  const { figure: f, measure } = tile
  const [open, setOpen] = useState(false)
  const rows = board.rows.filter((r) => has(r.figures[measure]))
  if (f.pilot === 'off') {
    return (
      <li className={css.off}>
        <Card label={words.pick(tile.label, measure)}>
          <h2 className={css.above}>{words.pick(tile.label, measure)}</h2>
          <p className={css.note}>{t('programme.off')}</p>
        </Card>
      </li>
    )
  }
  return (
    <li>
      <Card label={words.pick(tile.label, measure)}>
        <div className={css.target}>
          <div>
            <h2 className={css.above}><Link to="/figures/$measure" params={{ measure }} search={{ unit: board.unit.id, period }}>{words.pick(tile.label, measure)}</Link></h2>
            <p className={css.note}>{sentence(words, tile)}</p>
          </div>
          <p className={css.targetN}><span className={`${css.value} num`}>{amount(words, f.value, tile.unit)}</span> <StatusWord status={f.status} /></p>
        </div>
        {f.value !== null && <FigureBar figure={f} unit={tile.unit} />}
        <p className={css.marks}>
          <span>{targetText(words, f, tile.unit)}</span>
          <span className="num">{t('programme.reporting', { n: formatNumber(rows.length), of: formatNumber(board.rows.length) })}</span>
          {f.status !== 'met' && f.status !== 'none' && <Link to="/programme" search={{ part: 'why', measure, unit: board.unit.id, period }}>{t('programme.why')}</Link>}
        </p>
        <Trend values={board.trend[measure] ?? []} periods={board.periods} unit={tile.unit} />
        {rows.length > 0 && (
          <details className={css.original} onToggle={(e) => setOpen(e.currentTarget.open)}>
            <summary><IconChevronRight size={18} aria-hidden />{t('programme.by_unit', { n: formatNumber(rows.length) })}</summary>
            {open && <ByKind rows={rows} tile={tile} period={period} />}
          </details>
        )}
      </Card>
    </li>
  )
}

const has = (f: Figure | undefined): f is Figure => f !== undefined && f.value !== null && (f.denominator > 0 || f.numerator > 0)

/** How it stands, in one sentence. */
function sentence(words: Words, tile: Tile): string {
  const { figure: f, unit } = tile
  if (f.value === null) return words.t('programme.target_empty')
  const of = f.denominator > 0 ? words.t('programme.target_of', { n: formatNumber(f.numerator), of: formatNumber(f.denominator) }) : amount(words, f.value, unit)
  return words.t('programme.target_says', { of, proven: amount(words, f.proven, unit), claimed: amount(words, f.claimed, unit) })
}

/** The last periods: bars of one scale, each with its value said. */
function Trend({ values, periods, unit }: { values: (number | null)[]; periods: string[]; unit: string }) {
  const words = useWords()
  const most = Math.max(...values.map((v) => v ?? 0), unit === 'percent' ? 100 : 0, 1e-9)
  if (values.every((v) => v === null)) return null
  return (
    <ul className={css.trend} aria-label={words.t('programme.trend')}>
      {periods.map((p, i) => {
        const v = values[i] ?? null
        return <li key={p}><i aria-hidden style={{ height: `${v === null ? 0 : Math.max(6, (v / most) * 100)}%` }} data-empty={v === null} /><span className="sr-only">{`${periodName(words, p)}: ${amount(words, v, unit)}`}</span><span aria-hidden>{p.slice(5) || p}</span></li>
      })}
    </ul>
  )
}

const FEW = 5 // of a denominator: too few to compare

/** Units beside units of their own kind, the furthest behind first; small numbers are greyed. */
function ByKind({ rows, tile, period }: { rows: Board['rows']; tile: Tile; period: string }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useQuery(unitKindsQuery)
  const of = (r: Board['rows'][number]) => r.figures[tile.measure]
  const sorted = rows.toSorted((a, b) => (of(a)?.value ?? 0) - (of(b)?.value ?? 0))
  const groups = [...new Set(rows.map((r) => r.unit.kind ?? ''))].map((kind) => ({ kind, list: sorted.filter((r) => (r.unit.kind ?? '') === kind) }))
  return (
    <>
      {groups.map(({ kind, list }) => (
        <section key={kind}>
          <h3 className={css.above}>{words.pick(kinds?.find((k) => k.id === kind)?.label, kind)}</h3>
          <ul className={css.names}>
            {list.map((r) => {
              const f = of(r)
              const few = f !== undefined && f.denominator > 0 && f.denominator < FEW
              return (
                <li key={r.unit.id} data-few={few}>
                  {r.unit.has_children
                    ? <Link to="/programme" search={{ part: 'targets', unit: r.unit.id, period }}>{r.unit.name}</Link>
                    : <Link to="/figures/$measure" params={{ measure: tile.measure }} search={{ unit: r.unit.id, period }}>{r.unit.name}</Link>}
                  <span className="num">{amount(words, f?.value, tile.unit)}{f && f.denominator > 0 ? ` (${formatNumber(f.numerator)}/${formatNumber(f.denominator)})` : ''}{few ? `, ${t('programme.few')}` : ''}</span>
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </>
  )
}
