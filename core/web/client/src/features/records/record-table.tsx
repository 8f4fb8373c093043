import { Link } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import type { Kind, Listed } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { FieldValue } from '@/draw/field-value'
import { fieldLabel, stateOf } from '@/draw/words'
import { useWords } from '@/i18n'
import css from './records.module.css'

const SYSTEM = new Set(['number', 'title', 'state', 'unit', 'due_on', 'updated_at', 'period'])

/** The list on a desk, with the columns the manifest names. */
export function RecordTable({ items, kind }: { items: Listed[]; kind: Kind }) {
  const words = useWords()
  const { posts } = useMe()
  const home = posts[0]?.unit.id
  const alone = posts.every((p) => p.unit.id === home) && items.every((r) => r.unit.id === home) // then the unit says nothing
  const columns = columnsOf(kind).filter((c) => c !== 'unit' || !alone)
  return (
    <div className={css.tableWrap}>
      <table className={css.table}>
        <caption className="sr-only">{words.pick(kind.label)}</caption>
        <thead>
          <tr>{columns.map((c) => <th key={c} scope="col">{headOf(words, kind, c)}</th>)}</tr>
        </thead>
        <tbody>
          {items.map((r) => (
            <tr key={r.id}>
              {columns.map((c) => (
                <td key={c} data-column={c}><Cell rec={r} kind={kind} column={c} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function columnsOf(kind: Kind): string[] {
  const declared = (kind.views?.list?.columns ?? []).map((c) => (c === kind.title ? 'title' : c === kind.due ? 'due_on' : c))
  const wanted = [...new Set(declared.length > 0 ? declared : ['number', 'title', 'due_on', 'state'])]
  if (!wanted.includes('title')) wanted.unshift('title')
  if (!wanted.includes('unit')) wanted.splice(wanted.indexOf('title') + 1, 0, 'unit')
  return wanted
}

function headOf(words: ReturnType<typeof useWords>, kind: Kind, column: string): string {
  if (column === 'title') return fieldLabel(words, kind, kind.title)
  if (column === 'due_on') return words.t('system.due_on')
  return SYSTEM.has(column) ? words.maybe(`system.${column}`, column) : fieldLabel(words, kind, column)
}

function Cell({ rec, kind, column }: { rec: Listed; kind: Kind; column: string }) {
  const words = useWords()
  switch (column) {
    case 'title':
      return <Link to="/record/$id" params={{ id: rec.id }} className={css.titleLink}>{rec.title || words.t('record.untitled')}</Link>
    case 'number':
      return <span className={`num ${css.nowrap}`}>{rec.number}</span>
    case 'state':
      return <StateBadge kind={kind} state={rec.state} />
    case 'unit':
      return <>{rec.unit.name}</>
    case 'due_on': {
      const { phase } = stateOf(words, kind, rec.state)
      return <Due on={rec.due_on} clock={rec.clock} done={phase === 'done' || phase === 'cancelled'} />
    }
    default: {
      const field = kind.fields.find((f) => f.name === column)
      return field && rec.fields?.[column] !== undefined ? <FieldValue field={field} value={rec.fields[column]} /> : null
    }
  }
}
