import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Block, FigureTable, Number as Cited, RecordList, Run } from '@/api/types.gen'
import { amount, targetCell } from '@/draw/figure'
import { useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { IconChevronRight } from '@/ui/icons'
import css from './report.module.css'

// A section as it reads: sentences, tables, lists. Every number opens what it rests on.

export function Blocks({ blocks, figures }: { blocks: Block[]; figures: Cited[] }) {
  return blocks.map((b, i) => {
    if (b.table) return <Figures key={i} table={b.table} figures={figures} />
    if (b.records) return <Records key={i} list={b.records} />
    return <p key={i} className={css.sentence}>{b.runs?.map((run, j) => <Piece key={j} run={run} figures={figures} />)}</p>
  })
}

/** Words, or a number that opens its source; a number not wholly proven is underlined otherwise. */
function Piece({ run, figures }: { run: Run; figures: Cited[] }) {
  const words = useWords()
  const f = run.figure ? figures[run.figure - 1] : undefined
  if (!f) return run.text
  const open = !f.no_proof && (f.claimed ?? 0) > 0
  const name = words.t(open ? 'report.number_open' : 'report.number', { n: run.text, label: f.label, claimed: amount(words, f.claimed, f.in) })
  return (
    <Link to="/figures/$measure" params={{ measure: f.measure }} search={{ unit: f.unit.id, period: f.period, part: f.part }} className={`${css.number} num`} data-open={open || undefined} aria-label={name}>
      {run.text}
    </Link>
  )
}

interface Row { key: string; label: ReactNode; total?: boolean; cells: ReactNode[] }

/** A table on a desk; on a phone each row stands by itself. */
function Table({ title, head, rows, words: plain }: { title: string; head: string[]; rows: Row[]; /** Cells are words, not amounts. */ words?: boolean }) {
  return (
    <div className={css.wrap}>
      <table className={css.table} data-words={plain || undefined}>
        {title && <caption>{title}</caption>}
        <thead><tr>{head.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.key} data-total={r.total || undefined}>
              <th scope="row">{r.label}</th>
              {r.cells.map((c, i) => <td key={i} data-label={head[i + 1]} className="num"><span>{c}</span></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Figures({ table, figures }: { table: FigureTable; figures: Cited[] }) {
  const { t } = useWords()
  const rows = table.rows.map((r, i) => ({ key: `${i}`, label: r.label, total: r.total, cells: r.cells.map((c, j) => <Piece key={j} run={c} figures={figures} />) }))
  return (
    <>
      <Table title={table.title} head={table.head} rows={rows} />
      {(table.empty ?? 0) > 0 && <p className={css.note}>{t('report.empty_rows', { n: formatNumber(table.empty ?? 0) })}</p>}
    </>
  )
}

function Records({ list }: { list: RecordList }) {
  const { t } = useWords()
  const rows = list.rows.map((r) => {
    const [first = '', ...cells] = r.cells
    return { key: r.id, label: <Link to="/record/$id" params={{ id: r.id }}>{first || t('report.open_record')}</Link>, cells }
  })
  return (
    <>
      <Table title={list.title} head={list.head} rows={rows} words />
      {list.more && <p className={css.note}>{t('report.more_records', { n: formatNumber(list.rows.length) })}</p>}
      {(list.withheld ?? 0) > 0 && <p className={css.note}>{t('report.withheld', { n: formatNumber(list.withheld ?? 0) })}</p>}
    </>
  )
}

/** The numbers that the sentences of a section cite, each with what of it is proven, its target and the year before. */
export function CitedNumbers({ blocks, figures }: { blocks: Block[]; figures: Cited[] }) {
  const words = useWords()
  const { t } = words
  const places = new Set(blocks.flatMap((b) => b.runs ?? []).flatMap((run) => run.figure ?? []))
  const cited = [...places].flatMap((n) => figures[n - 1] ?? [])
  if (cited.length === 0) return null
  const head = [t('report.cited_measure'), t('report.cited_value'), t('figure.key_proven'), t('figure.key_claimed'), t('report.cited_target'), t('report.cited_before')]
  const rows = cited.map((f, i) => ({
    key: `${i}`,
    label: <Link to="/figures/$measure" params={{ measure: f.measure }} search={{ unit: f.unit.id, period: f.period, part: f.part }}>{f.label}</Link>,
    cells: [amount(words, f.value, f.in), f.no_proof ? '–' : amount(words, f.proven, f.in), f.no_proof ? '–' : amount(words, f.claimed, f.in), targetCell(words, f.target, f.in), amount(words, f.before, f.in)],
  }))
  return (
    <details className={css.fold}>
      <summary><IconChevronRight size={20} aria-hidden />{t('report.cited', { n: formatNumber(cited.length) })}</summary>
      <Table title="" head={head} rows={rows} />
    </details>
  )
}
