import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Followed, ShortFigure, UnitRef } from '@/api/types.gen'
import { amount } from '@/draw/figure'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import css from '../programme.module.css'
import { few, useClasses } from './by-class'

const HOW: Record<Followed['status'], string> = { met: 'all', near: 'some', missed: 'missed', none: 'none' }

/** Units by targets: one look says who is behind where, like beside like. */
export function UnitTable({ goals, period }: { goals: Followed[]; period: string }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const units = goals.reduce<UnitRef[]>((most, g) => (g.rows.length > most.length ? g.rows.map((r) => r.unit) : most), [])
  if (units.length === 0) return null
  return (
    <details className={css.original} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><IconChevronRight size={18} aria-hidden />{t('programme.units_by_targets')}</summary>
      {open && <Table units={units} goals={goals} period={period} />}
    </details>
  )
}

function Table({ units, goals, period }: { units: UnitRef[]; goals: Followed[]; period: string }) {
  const { t } = useWords()
  const classes = useClasses(units.map((unit) => ({ unit })))
  return (
    <>
      <p className={css.legend}>
        <span><i className={css.keyAll} aria-hidden />{t('figure.met')}</span>
        <span><i className={css.keySome} aria-hidden />{t('figure.near')}</span>
        <span><i className={css.keyMissed} aria-hidden />{t('figure.missed')}</span>
        <span>{t('programme.few_key')}</span>
      </p>
      <div className={css.scroll} role="region" aria-label={t('programme.units_by_targets')} tabIndex={0}>
        <table className={css.matrix} data-narrow>
          <thead>
            <tr>
              <th scope="col" className={css.corner}>{t('programme.unit')}</th>
              {goals.map((g) => <th key={g.code} scope="col"><abbr title={g.title} className="num">{g.code}</abbr></th>)}
            </tr>
          </thead>
          {classes.map((c) => (
            <tbody key={c.key}>
              <tr><th scope="rowgroup" colSpan={goals.length + 1} className={css.class}>{c.name}</th></tr>
              {c.list.map(({ unit }) => (
                <tr key={unit.id}>
                  <th scope="row">{unit.has_children ? <Link to="/programme" search={{ part: 'targets', unit: unit.id, period }}>{unit.name}</Link> : unit.name}</th>
                  {goals.map((g) => <Cell key={g.code} goal={g} unit={unit.id} period={period} />)}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  )
}

const RANK: Record<Followed['status'], number> = { missed: 0, near: 1, none: 2, met: 3 }

/** The figure that stands worst, of those a target is seen by. */
function Cell({ goal, unit, period }: { goal: Followed; unit: string; period: string }) {
  const words = useWords()
  const row = goal.rows.find((r) => r.unit.id === unit)
  const worst = (row?.figures ?? []).map((figure: ShortFigure, i) => ({ figure, tile: goal.tiles[i] })).toSorted((a, b) => RANK[a.figure.status] - RANK[b.figure.status])[0]
  if (!row || !worst?.tile || worst.figure.value === null) return <td data-how="off"><span className={css.none}>–</span></td>
  return (
    <td data-how={HOW[row.status]} data-few={few(worst.figure)}>
      <Link to="/figures/$measure" params={{ measure: worst.tile.measure }} search={{ unit, period: goal.period || period }}>{amount(words, worst.figure.value, worst.tile.unit)}</Link>
    </td>
  )
}
