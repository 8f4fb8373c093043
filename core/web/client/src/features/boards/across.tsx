import { useQuery } from '@tanstack/react-query'
import { acrossQuery } from '@/api/figures'
import { formatDate, formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './boards.module.css'

/** A coverage before and after units merged in the period: each part with its own denominator. */
export function Across({ measure, unit, period }: { measure: string; unit: string; period: string }) {
  const { t } = useWords()
  const { data } = useQuery(acrossQuery(measure, unit, period))
  if (!data || data.spans.length === 0) return null
  return (
    <Card id="across" title={t('lineage.across')}>
      <p>{t('lineage.across_hint')}</p>
      <ul className={css.across}>
        {data.spans.map((s) => (
          <li key={s.from}>
            <span>{t('lineage.across_span', { from: formatDate(s.from), to: formatDate(s.to) })}</span>
            <strong className="num">{`${formatNumber(s.numerator)}/${formatNumber(s.denominator)}`}</strong>
            <span className="num">{t('lineage.across_proven', { n: formatNumber(s.proven) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
