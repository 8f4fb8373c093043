import '@/i18n/figures'
import type { Figure } from '@/api/types.gen'
import { formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { IconAlert, IconCheck, IconClock } from '@/ui/icons'
import { Meter } from '@/ui/meter'
import css from './figure.module.css'

// A figure is proven + claimed, in the measure's unit.

export function amount(words: Words, value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–'
  const n = formatNumber(value)
  if (unit === 'percent') return `${n}%`
  const word = words.maybe(`unit_of.${unit}`, '')
  return word ? `${n} ${word}` : n
}

/** The right end of a bar: the target and the value both fit. */
export function scaleOf(figure: Figure, unit: string): number {
  if (unit === 'percent') return 100
  return Math.max(figure.value ?? 0, figure.target?.max ?? figure.target?.value ?? 0, 1) * 1.08
}

const sign = (op: string): string => ({ '>=': '≥', '<=': '≤' })[op] ?? op

/** The target alone, for a cell: "≥ 80%", "60%–70%". */
export const targetCell = (words: Words, t: Figure['target'], unit: string): string => {
  if (!t) return '–'
  const value = amount(words, t.value, unit)
  return t.op === 'between' ? `${value}–${amount(words, t.max, unit)}` : `${sign(t.op)} ${value}`
}

export const targetText = (words: Words, figure: Figure, unit: string): string => {
  const t = figure.target
  if (!t) return words.t('figure.no_target')
  if (t.op === 'between') return words.t('figure.target_between', { from: amount(words, t.value, unit), to: amount(words, t.max, unit) })
  return words.t('figure.target', { op: sign(t.op), value: amount(words, t.value, unit) })
}

export function StatusWord({ status }: { status: Figure['status'] }) {
  const { t } = useWords()
  if (status === 'none') return null // the line of the target, or of what is lacking, says it
  const Sign = status === 'met' ? IconCheck : status === 'near' ? IconClock : IconAlert
  return (
    <span className={`${css.status} ${css[status]}`}>
      <Sign size={18} aria-hidden />
      {t(`figure.${status}`)}
    </span>
  )
}

export function FigureBar({ figure, unit, scale }: { figure: Figure; unit: string; /** One right end for bars that are compared. */ scale?: number }) {
  const words = useWords()
  const proven = figure.proven ?? 0
  const claimed = figure.claimed ?? 0
  const label = figure.no_proof ? words.t('figure.bar_plain', { value: amount(words, figure.value, unit), target: targetText(words, figure, unit) }) : words.t('figure.bar_label', { proven: amount(words, proven, unit), claimed: amount(words, claimed, unit), target: targetText(words, figure, unit) })
  return <Meter proven={proven} claimed={claimed} plain={figure.no_proof} max={scale ?? scaleOf(figure, unit)} target={figure.target?.value} label={label} />
}

/** What the parts of a bar mean. */
export function BarLegend({ plain }: { /** Of figures that ask for no proof. */ plain?: boolean }) {
  const { t } = useWords()
  if (plain) return <p className={css.legend}>{t('figure.no_proof')}</p>
  return (
    <p className={css.legend}>
      <span className={css.key}><i className={css.keyProven} aria-hidden />{t('figure.key_proven')}</span>
      <span className={css.key}><i className={css.keyClaimed} aria-hidden />{t('figure.key_claimed')}</span>
      <span className={css.key}><i className={css.keyTarget} aria-hidden />{t('figure.key_target')}</span>
    </p>
  )
}

/** The figure in full: value, proven and claimed, target, status. */
export function FigureBody({ figure, unit, big }: { figure: Figure; unit: string; big?: boolean }) {
  const words = useWords()
  const { t } = words
  const empty = figure.value === null || figure.value === undefined
  return (
    <div className={css.body}>
      <p className={css.valueRow}>
        <span className={`${css.value} ${big ? css.big : ''} num`}>{amount(words, figure.value, unit)}</span>
        <StatusWord status={figure.status} />
      </p>
      {empty ? (
        <p className={css.legend}>{t(figure.pilot === 'outside' ? 'figure.outside' : 'figure.empty')}</p>
      ) : (
        <>
          <FigureBar figure={figure} unit={unit} />
          <p className={css.legend}>
            {figure.no_proof ? <span>{t('figure.no_proof')}</span> : (
              <>
                <span className={css.key}><i className={css.keyProven} aria-hidden />{t('figure.proven', { value: amount(words, figure.proven, unit) })}</span>
                <span className={css.key}><i className={css.keyClaimed} aria-hidden />{t('figure.claimed', { value: amount(words, figure.claimed, unit) })}</span>
              </>
            )}
            {figure.approved !== null && <span className="num">{t('figure.approved', { value: amount(words, figure.approved, unit) })}</span>}
          </p>
        </>
      )}
      {figure.withdrawn > 0 && <p className={css.beside}><span className="num">{t('figure.withdrawn', { n: formatNumber(figure.withdrawn) })}</span></p>}
      {figure.pilot === 'part' && <p className={css.beside}>{t('figure.part')}</p>}
      <p className={css.legend}>
        <span>{targetText(words, figure, unit)}</span>
        {unit === 'percent' && figure.denominator > 0 && <span className="num">{t('figure.fraction', { n: formatNumber(figure.numerator), of: formatNumber(figure.denominator) })}</span>}
        {figure.recomputing ? <span>{t('figure.recomputing')}</span> : figure.stale && <span>{t('figure.stale')}</span>}
      </p>
    </div>
  )
}
