import type { Figure, SheetRow, Tile } from '@/api/types.gen'
import { scaleOf } from '@/draw/figure'
import { compareNames } from '@/i18n/format'

/** Fewer cases than this and a percentage says little. */
export const FEW = 5

export type By = 'all' | 'proven'
const worth = (f: Figure, by: By): number => (by === 'proven' ? f.proven : f.value) ?? 0

/** The figure does not ask anything of the unit: no unit of the wanted kind stands there. */
const foreign = (f: Figure, kind: Tile['kind']): boolean => kind === 'coverage' && f.denominator === 0

/** Nothing was reported: not the same as a reported nought. */
export const silent = (f: Figure, kind: Tile['kind']): boolean => (kind === 'ratio' ? f.denominator === 0 : f.numerator === 0)

export interface Ranked { shown: (SheetRow & { figure: Figure })[]; silent: SheetRow[]; scale: number }

/** Units best first (for a target of "at most", the smallest is best), those without report apart. */
export function rank(rows: SheetRow[], tile: Tile, by: By): Ranked {
  const asked = rows.flatMap((row) => {
    const figure = row.figures[tile.measure]
    return figure && figure.pilot !== 'outside' && figure.pilot !== 'off' && !foreign(figure, tile.kind) ? [{ ...row, figure }] : []
  })
  const least = tile.figure.target?.op.startsWith('<') ?? false
  const shown = asked
    .filter((r) => !silent(r.figure, tile.kind))
    .sort((a, b) => (least ? 1 : -1) * (worth(a.figure, by) - worth(b.figure, by)) || compareNames(a.unit.name, b.unit.name))
  return {
    shown,
    silent: asked.filter((r) => silent(r.figure, tile.kind)),
    scale: Math.max(1, ...shown.map((r) => scaleOf(r.figure, tile.unit))),
  }
}
