import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ShortFigure, UnitRef } from '@/api/types.gen'
import { unitKindsQuery } from '@/api/units'
import { amount } from '@/draw/figure'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import css from '../programme.module.css'
import type { Line, Tile } from './tile'

const FEW = 5 // of a denominator: too few to compare

/** Whether a figure says anything. */
export const counts = (f: ShortFigure | undefined): boolean => f !== undefined && f.value !== null && (f.denominator > 0 || f.numerator > 0)
export const few = (f: ShortFigure | undefined): boolean => f !== undefined && f.denominator > 0 && f.denominator < FEW

export interface Class<T> { key: string; name: string; list: T[] }

/** Like with like: wards with wards, mountain communes with mountain communes, bodies of one kind. */
export function useClasses<T extends { unit: UnitRef }>(rows: T[]): Class<T>[] {
  const words = useWords()
  const { data: kinds } = useQuery(unitKindsQuery)
  const keyOf = (u: UnitRef) => `${u.kind ?? ''} ${u.class ?? ''}`
  const nameOf = (u: UnitRef) => words.maybe(`unit_class.${u.class ?? ''}`, '') || u.class || words.pick(kinds?.find((k) => k.id === u.kind)?.label, u.kind ?? '')
  const order = (u: UnitRef) => kinds?.findIndex((k) => k.id === u.kind) ?? 0
  return [...new Set(rows.map((r) => keyOf(r.unit)))].flatMap((key) => {
    const list = rows.filter((r) => keyOf(r.unit) === key)
    const [first] = list
    return first ? [{ key, name: nameOf(first.unit), list, at: order(first.unit) }] : []
  }).toSorted((a, b) => a.at - b.at)
}

/** Units beside their like, the furthest behind first; small numbers are greyed. */
export function ByClass({ rows, tile, period }: { rows: Line[]; tile: Tile; period: string }) {
  const words = useWords()
  const { t } = words
  const classes = useClasses(rows.toSorted((a, b) => (a.figure.value ?? 0) - (b.figure.value ?? 0)))
  return (
    <>
      {classes.map(({ key, name, list }) => (
        <section key={key}>
          <h3 className={css.above}>{name} <span className={`${css.note} num`}>{together(list)}</span></h3>
          <ul className={css.names}>
            {list.map(({ unit, figure: f }) => (
              <li key={unit.id} data-few={few(f)}>
                {unit.has_children
                  ? <Link to="/programme" search={{ part: 'targets', unit: unit.id, period }}>{unit.name}</Link>
                  : <Link to="/figures/$measure" params={{ measure: tile.measure }} search={{ unit: unit.id, period }}>{unit.name}</Link>}
                <span className="num">{amount(words, f.value, tile.unit)}{f.denominator > 0 ? ` (${formatNumber(f.numerator)}/${formatNumber(f.denominator)})` : ''}{few(f) ? `, ${t('programme.few')}` : ''}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** What a class comes to, where it is a share. */
function together(list: Line[]): string {
  const of = list.reduce((sum, l) => sum + l.figure.denominator, 0)
  return of > 0 ? `${formatNumber(list.reduce((sum, l) => sum + l.figure.numerator, 0))}/${formatNumber(of)}` : ''
}
