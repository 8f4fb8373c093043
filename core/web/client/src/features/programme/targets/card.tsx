import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useKind } from '@/api/me'
import type { Followed, Targets as Board } from '@/api/types.gen'
import { amount, FigureBar, StatusWord, targetText } from '@/draw/figure'
import { periodName } from '@/draw/period'
import { formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from '../programme.module.css'
import { ByClass, counts } from './by-class'
import type { Line, Tile } from './tile'

/** A target of the resolution with each figure it is seen by. */
export function GoalCard({ goal, board, period }: { goal: Followed; board: Board; period: string }) {
  const words = useWords()
  const { t } = words
  const below = goal.set_by.id !== board.unit.id
  return (
    <li>
      <Card label={`${goal.code}. ${goal.title}`}>
        <div className={css.target}>
          <h2 className={css.above}><span className="num">{goal.code}.</span> {goal.title}</h2>
          <p className={css.targetN}><StatusWord status={goal.status} /></p>
        </div>
        {goal.waits && <p className={css.note}>{t('programme.goal_waits', { period: periodName(words, goal.period) })}</p>}
        {goal.judged === 'never' && <p className={css.note}>{t('programme.goal_context')}</p>}
        {goal.basis === 'default' && <p className={css.note}>{t('programme.goal_default')}</p>}
        {below && <p className={css.note}>{t('programme.goal_set_by', { unit: goal.set_by.name })}</p>}
        {goal.parts && <p className={css.note}>{t('programme.parts_taken', { n: formatNumber(goal.parts.units), of: formatNumber(goal.parts.of), taken: amount(words, goal.parts.taken, goal.tiles[0]?.unit ?? 'count'), asked: amount(words, goal.parts.asked, goal.tiles[0]?.unit ?? 'count') })}</p>}
        {goal.tiles.length === 0 && <p className={css.note}>{t('programme.goal_unseen')}</p>}
        {goal.tiles.map((tile, i) => (
          <Measured
            key={tile.measure} tile={tile} board={board} period={goal.period === board.period ? period : goal.period} named
            lines={goal.rows.flatMap((r) => { const figure = r.figures[i]; return figure ? [{ unit: r.unit, figure }] : [] })}
          />
        ))}
      </Card>
    </li>
  )
}

/** A measure the modules judge, of no target of the resolution. */
export function MeasureCard({ tile, board, period }: { tile: Tile; board: Board; period: string }) {
  const words = useWords()
  const name = words.pick(tile.label, tile.measure)
  return (
    <li className={tile.figure.pilot === 'off' ? css.off : undefined}>
      <Card label={name}>
        <Measured tile={tile} board={board} period={period} lines={board.rows.flatMap((r) => { const figure = r.figures[tile.measure]; return figure ? [{ unit: r.unit, figure }] : [] })} />
      </Card>
    </li>
  )
}

/** One figure: how it stands in a sentence, its bar, its way here, units beside their like. */
function Measured({ tile, board, period, lines, named }: { tile: Tile; board: Board; period: string; lines: Line[]; /** Under the title of its target. */ named?: boolean }) {
  const words = useWords()
  const { t } = words
  const { figure: f, measure } = tile
  const [open, setOpen] = useState(false)
  const rows = lines.filter((l) => counts(l.figure))
  const owners = useKind(tile.of)?.owner_kinds ?? []
  const asked = lines.filter((l) => concerns(tile.kind, owners, l))
  const name = words.pick(tile.label, measure)
  if (f.pilot === 'off') {
    return (
      <div className={named ? css.measured : undefined}>
        {named ? <h3>{name}</h3> : <h2 className={css.above}>{name}</h2>}
        <p className={css.note}>{t('programme.off')}</p>
      </div>
    )
  }
  const title = <Link to="/figures/$measure" params={{ measure }} search={{ unit: board.unit.id, period }}>{name}</Link>
  return (
    <div className={named ? css.measured : undefined}>
      <div className={css.target}>
        <div>
          {named ? <h3>{title}</h3> : <h2 className={css.above}>{title}</h2>}
          <p className={css.note}>{sentence(words, tile)}</p>
        </div>
        <p className={css.targetN}><span className={`${css.value} num`}>{amount(words, f.value, tile.unit)}</span> {!named && <StatusWord status={f.status} />}</p>
      </div>
      {f.value !== null && <FigureBar figure={f} unit={tile.unit} />}
      <p className={css.marks}>
        <span>{targetText(words, f, tile.unit)}</span>
        <span className="num">{t('programme.reporting', { n: formatNumber(rows.length), of: formatNumber(asked.length) })}</span>
        {f.status !== 'met' && f.status !== 'none' && <Link to="/programme" search={{ part: 'why', measure, unit: board.unit.id, period }}>{t('programme.why')}</Link>}
      </p>
      <Trend values={board.trend[measure] ?? []} periods={board.periods} unit={tile.unit} />
      {rows.length > 0 && (
        <details className={css.original} onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary><IconChevronRight size={18} aria-hidden />{t('programme.by_unit', { n: formatNumber(rows.length) })}</summary>
          {open && <ByClass rows={rows} tile={tile} period={period} />}
        </details>
      )}
    </div>
  )
}

/** Whether a figure is asked of a unit at all: of one that counts, of one that a coverage has in its denominator,
 * of one that may keep such records or has units below that may. */
function concerns(kind: string, owners: string[], { unit, figure }: Line): boolean {
  if (counts(figure)) return true
  if (kind === 'coverage') return figure.denominator > 0
  return owners.length === 0 || unit.has_children === true || owners.includes(unit.kind ?? '')
}

/** How it stands, in one sentence. */
function sentence(words: Words, tile: Tile): string {
  const { figure: f, unit } = tile
  if (f.value === null) return words.t('programme.target_empty')
  const of = f.denominator > 0 ? words.t('programme.target_of', { n: formatNumber(f.numerator), of: formatNumber(f.denominator) }) : amount(words, f.value, unit)
  if (f.no_proof) return `${of}.`
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
