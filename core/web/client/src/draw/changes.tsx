import type { ReactNode } from 'react'
import type { Change, Field, Kind, Value } from '@/api/types.gen'
import { useWords, type Key, type Words } from '@/i18n'
import { formatDate } from '@/i18n/format'
import css from './draw.module.css'
import { FieldValue, isBlank, UnitName } from './field-value'
import { fieldLabel, slotLabel, stateOf } from './words'

type Row = Record<string, Value>
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const isRow = (v: unknown): v is Row => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What of a revision is worth a reader's eye: nothing the machine keeps to itself, nothing that did not change. */
export const visible = (kind: Kind | undefined, changes: Change[]): Change[] =>
  changes.filter((c) => {
    const field = kind?.fields.find((f) => f.name === c.field)
    if (field?.internal) return false
    return field?.sealed || !(same(c.old, c.new) || (isBlank(c.old) && isBlank(c.new)))
  })

/** Fields before and after, in words: rows by what changed in them, papers by name. */
export function Changes({ kind, changes }: { kind: Kind | undefined; changes: Change[] }) {
  return <>{changes.map((c, i) => <One key={i} kind={kind} change={c} />)}</>
}

function One({ kind, change }: { kind: Kind | undefined; change: Change }) {
  const words = useWords()
  const field = kind?.fields.find((f) => f.name === change.field)
  const slot = kind?.slots?.some((s) => s.code === change.field)
  if (change.field === 'document' || (isRow(change.new) && 'issued_on' in change.new)) return <Face old={change.old} now={change.new} />
  if (slot || paperOf(change.new) || paperOf(change.old)) return <Line label={slot ? slotLabel(words, kind, change.field) : words.pick(change.label) || words.t('history.former')} old={paperText(words, change.old)} now={paperText(words, change.new)} />
  const known = fieldLabel(words, kind, change.field)
  const label = words.pick(field?.label) || words.pick(change.label) || (known === change.field ? words.t('history.former') : known)
  if (field?.sealed) return <Line label={label} now={words.t('history.sealed')} />
  if (field?.type === 'list') return <Rows field={field} label={label} old={rowsOf(change.old)} now={rowsOf(change.new)} />
  return <Line label={label} old={shown(words, kind, field, change.field, change.old)} now={shown(words, kind, field, change.field, change.new)} />
}

/** Before and after; where there was nothing before, or nothing is left, only the other. */
function Line({ label, old, now }: { label: string; old?: ReactNode; now?: ReactNode }) {
  return (
    <div className={css.change}>
      <span className={css.momentMeta}>{label}</span>
      <span>
        {old && <del>{old}</del>}
        {old && now && ' → '}
        {now && <ins>{now}</ins>}
      </span>
    </div>
  )
}

function shown(words: Words, kind: Kind | undefined, field: Field | undefined, name: string, value: Value | undefined): ReactNode {
  if (isBlank(value)) return undefined
  if (name === 'state') return stateOf(words, kind, String(value)).label
  if (name === 'to_unit') return <UnitName id={String(value)} />
  if (field && field.type !== 'json') return <FieldValue field={field} value={value} />
  return typeof value === 'object' || (!field && /^[a-z]{3}_[0-9a-z]{26}$/.test(String(value))) ? words.t('history.changed') : String(value)
}

interface Paper { name: string; version: number }
const paperOf = (v: unknown): Paper | null => (isRow(v) && typeof v.document === 'string' && typeof v.name === 'string' ? { name: v.name, version: Number(v.version ?? 1) } : null)
function paperText(words: Words, v: Value | undefined): ReactNode {
  const paper = paperOf(v)
  if (!paper) return undefined
  return paper.version > 1 ? words.t('history.paper_version', { name: paper.name, n: paper.version }) : paper.name
}

const FACE: Record<string, Key> = {
  name: 'history.face_name', kind: 'history.face_kind', number: 'history.face_number', issued_on: 'history.face_issued_on', issuer: 'history.face_issuer', summary: 'history.face_summary',
}

/** What was corrected of what a paper's face says. */
function Face({ old, now }: { old: Value | undefined; now: Value | undefined }) {
  const words = useWords()
  const [was, is] = [isRow(old) ? old : {}, isRow(now) ? now : {}]
  const text = (name: string, v: Value | undefined): ReactNode => {
    if (isBlank(v)) return undefined
    return name === 'issued_on' ? formatDate(String(v)) : name === 'kind' ? words.t('history.changed') : String(v)
  }
  return (
    <>
      {Object.entries(FACE).filter(([n]) => !same(was[n], is[n])).map(([n, key]) => (
        <Line key={n} label={words.t('history.face', { what: words.t(key), name: String(is.name ?? '') })} old={n === 'kind' ? undefined : text(n, was[n])} now={text(n, is[n])} />
      ))}
    </>
  )
}

const rowsOf = (v: Value | undefined): Row[] => (Array.isArray(v) ? (v.filter(isRow) as Row[]) : [])

/** Which rows came, went or changed, and in which cell. */
function Rows({ field, label, old, now }: { field: Field; label: string; old: Row[]; now: Row[] }) {
  const words = useWords()
  const keyed = [...old, ...now].every((r) => typeof r.id === 'string')
  const before = (r: Row, i: number) => (keyed ? old.find((o) => o.id === r.id) : old[i])
  const gone = keyed ? old.filter((o) => !now.some((r) => r.id === o.id)) : old.slice(now.length)
  const changed = now.flatMap((row, i) => {
    const was = before(row, i)
    return was && !same(was, row) ? [{ was, row, n: i + 1 }] : []
  })
  const added = now.filter((r, i) => !before(r, i))
  return (
    <div className={css.change}>
      <span className={css.momentMeta}>{label}</span>
      {added.map((r, i) => <span key={`+${i}`}><ins>{words.t('history.row_added')} <RowName field={field} row={r} /></ins></span>)}
      {changed.map(({ was, row, n }) => (
        <span key={n}>
          {words.t('history.row_changed', { n })} <RowName field={field} row={row} />
          {(field.fields ?? []).filter((c) => !same(was[c.name], row[c.name])).map((c) => (
            <Line key={c.name} label={words.pick(c.label, c.name)} old={shown(words, undefined, c, '', was[c.name])} now={shown(words, undefined, c, '', row[c.name])} />
          ))}
        </span>
      ))}
      {gone.map((r, i) => <span key={`-${i}`}><del>{words.t('history.row_gone')} <RowName field={field} row={r} /></del></span>)}
      {added.length + changed.length + gone.length === 0 && <span>{words.t('history.row_order')}</span>}
    </div>
  )
}

/** A row by the first thing it says. */
function RowName({ field, row }: { field: Field; row: Row }) {
  const first = (field.fields ?? []).find((c) => !isBlank(row[c.name]) && c.type !== 'bool')
  return first ? <>«<FieldValue field={first} value={row[first.name]} />»</> : null
}
