import { Link } from '@tanstack/react-router'
import type { Slice } from '@/api/types.gen'
import { amount, FigureBar, scaleOf } from '@/draw/figure'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import css from './boards.module.css'

/** What asks for the records that name no value. */
const NONE = '-'

/** A figure by value: one line each, leading to its own records. */
export function Split({ split, measure, in: unit, at, period, few }: { split: Slice[]; measure: string; in: string; at: string; period: string; /** How many lines where there is little room. */ few?: number }) {
  const words = useWords()
  const { t } = words
  if (split.length === 0) return null
  const shown = few === undefined ? split : split.slice(0, few)
  const scale = Math.max(1, ...split.map((s) => scaleOf(s.figure, unit)))
  return (
    <div className={css.split}>
      <ul className={css.slices} aria-label={t('figure.split')}>
        {shown.map((s) => (
          <li key={s.value} className={css.slice}>
            <Link to="/figures/$measure" params={{ measure }} search={{ unit: at, period, part: s.value || NONE }}>{words.pick(s.label) || t('figure.no_value')}</Link>
            <span className="num">{amount(words, s.figure.value, unit)}</span>
            <span className={css.sliceBar}><FigureBar figure={s.figure} unit={unit} scale={scale} /></span>
            {s.figure.withdrawn > 0 && <span className={`${css.sliceNote} num`}>{t('figure.withdrawn', { n: formatNumber(s.figure.withdrawn) })}</span>}
          </li>
        ))}
      </ul>
      {shown.length < split.length && <p className={css.hint}>{t('figure.split_more', { n: split.length - shown.length })}</p>}
    </div>
  )
}
