import type { UnitTable } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { Badge, type BadgeTone, type Mark } from '@/ui/state'
import css from './units.module.css'

const LOOKS: Record<UnitTable['rows'][number]['state'], [BadgeTone, Mark]> = { new: ['good', 'dot'], changed: ['warn', 'half'], same: ['neutral', 'ring'], refused: ['bad', 'square'] }

/** The rows of a table and what becomes of each: what is wrong first, at its cell, in the words of the server. */
export function ImportRows({ table }: { table: UnitTable }) {
  const { t } = useWords()
  return (
    <Card id="rows" title={t('units.import_rows')}>
      <ul className={css.lines}>
        {table.rows.map((r) => (
          <li key={r.row}>
            <span className={css.lineNo}>{t('units.import_row', { row: r.row })}</span>
            <span className={css.lineName}><b>{r.name || '—'}</b> <span className={css.note}>{r.code}</span></span>
            <Badge tone={LOOKS[r.state][0]} mark={LOOKS[r.state][1]}>{t(`units.line_${r.state}`)}</Badge>
            {r.said && <ul className={css.lineSaid}>{r.said.map((e) => <li key={e.detail}>{e.detail}</li>)}</ul>}
          </li>
        ))}
      </ul>
      {table.more > 0 && <p className={css.muted}>{t('units.import_more', { n: table.more })}</p>}
    </Card>
  )
}
