import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Lineage } from '@/api/types.gen'
import { amount, FigureBar, scaleOf, StatusWord } from '@/draw/figure'
import { useWords } from '@/i18n'
import { compareNames } from '@/i18n/format'
import { Card } from '@/ui/page'
import css from './boards.module.css'

const FIRST = 5

/** The figure's shares by unit below; each opens the same figure there. */
export function Parts({ lineage, period }: { lineage: Lineage; period: string }) {
  const words = useWords()
  const { t } = words
  const [all, setAll] = useState(false)
  const { measure, in: unit, kind } = lineage.figure
  // Of shares the lowest first, for that is where to look; of amounts the largest.
  const percent = unit === 'percent'
  const parts = lineage.units
    .filter((p) => p.figure.numerator > 0 || (kind === 'ratio' && p.figure.denominator > 0))
    .sort((a, b) => (percent ? (a.figure.value ?? 0) - (b.figure.value ?? 0) : b.figure.numerator - a.figure.numerator) || compareNames(a.unit.name, b.unit.name))
  if (parts.length === 0) return null
  const shown = all ? parts : parts.slice(0, FIRST)
  const scale = Math.max(1, ...parts.map((p) => scaleOf(p.figure, unit)))
  return (
    <Card id="parts" title={t('lineage.units')}>
      <p className={css.hint}>{t(percent ? 'lineage.units_low' : 'lineage.units_high')}</p>
      <ul className={css.ranks}>
        {shown.map((p, i) => (
          <li key={p.unit.id} className={css.rank}>
            <span className={`${css.place} num`} aria-hidden>{i + 1}</span>
            <span className={css.rankUnit}><Link to="/figures/$measure" params={{ measure }} search={{ unit: p.unit.id, period }}>{p.unit.name}</Link></span>
            <span className={`${css.rankValue} num`}>{amount(words, p.figure.value, unit)}</span>
            <span className={css.rankBar}><FigureBar figure={p.figure} unit={unit} scale={scale} /></span>
            <span className={css.rankNote}>
              {p.figure.target && <StatusWord status={p.figure.status} />}
              {!p.figure.no_proof && (p.figure.claimed ?? 0) > 0 && <span className="num">{t('figure.claimed', { value: amount(words, p.figure.claimed, unit) })}</span>}
            </span>
          </li>
        ))}
      </ul>
      {parts.length > FIRST && <Button variant="default" mt="sm" aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'lineage.units_fewer' : 'lineage.units_all', { n: parts.length })}</Button>}
    </Card>
  )
}
