import type { Fields, Kind, Value } from '@/api/types.gen'

// What somebody typed beside what the server holds: pure reckoning, no screen.

export const same = (a: Value | undefined, b: Value | undefined): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

type Row = Record<string, Value>
const isRow = (v: unknown): v is Row => typeof v === 'object' && v !== null && !Array.isArray(v)
const isBlankRow = (v: unknown): boolean => isRow(v) && Object.entries(v).every(([k, cell]) => k === 'id' || cell === null || cell === undefined || cell === '')

/** A value as the server keeps it: rows nobody has filled in yet are not there. */
export const filled = (v: Value | undefined): Value | undefined => {
  if (!Array.isArray(v) || !v.some(isBlankRow)) return v
  const rows = v.filter((row) => !isBlankRow(row)) as Value
  return Array.isArray(rows) && rows.length === 0 ? null : rows
}

/** The edits that still differ from what the server holds; a list with a row just begun is one. */
export function remaining(edits: Fields, held: Fields): Fields {
  return Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(v, held[k])))
}

/** The part of the edits there is something to send of. */
export const unsent = (edits: Fields, held: Fields): Fields =>
  Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(filled(v), held[k])))

/** The edits that the form has a place for: all, while it is not known. */
export const placed = (edits: Fields, kind: Kind | undefined): Fields =>
  kind ? Object.fromEntries(Object.entries(edits).filter(([n]) => kind.fields.some((f) => f.name === n))) : edits

/** A value as text, for who copies it elsewhere. */
export const plainly = (v: Value | undefined): string =>
  isRow(v) ? Object.entries(v).filter(([k]) => k !== 'id').map(([, cell]) => plainly(cell)).filter(Boolean).join(', ')
    : Array.isArray(v) ? v.map((one) => plainly(one)).filter(Boolean).join('; ') : v === null || v === undefined ? '' : String(v)

/** What stays typed after a save: what was typed meanwhile, and rows just begun beside what came back. */
export function keptAfter(edits: Fields, sent: Fields, held: Fields): Fields {
  const meanwhile = Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(v, sent[k])))
  for (const [k, v] of Object.entries(sent)) {
    if (k in meanwhile || !Array.isArray(v)) continue
    const begun = v.filter(isBlankRow)
    const now = held[k]
    if (begun.length > 0) meanwhile[k] = [...(Array.isArray(now) ? now : []), ...begun] as Value
  }
  return remaining(meanwhile, held)
}

/** Fields that both the reader and somebody else changed since `base`. */
export function clashes(edits: Fields, base: Fields, now: Fields): string[] {
  return Object.keys(edits).filter((k) => !same(base[k], now[k]) && !same(filled(edits[k]), now[k]))
}

/** Edits and what they were begun on. */
export interface Typed { edits: Fields; base: Fields }

/** Edits taken over to what the server holds now: lists are brought together row by row where nobody changed the same cell. */
export function rebased({ edits, base }: Typed, now: Fields): Typed {
  const out: Typed = { edits: { ...edits }, base: { ...base } }
  for (const k of clashes(edits, base, now)) {
    const together = mergeRows(rowsOf(base[k]), rowsOf(edits[k]), rowsOf(now[k]))
    if (!together) continue
    out.edits[k] = together
    out.base[k] = now[k] ?? null
  }
  return out
}

const rowsOf = (v: Value | undefined): Row[] | null => {
  if (v === null || v === undefined) return []
  return Array.isArray(v) && v.every(isRow) ? (v as Row[]) : null
}

/** Two people's rows of a list as one; null where both changed the same cell, or one dropped what the other changed. */
function mergeRows(base: Row[] | null, mine: Row[] | null, theirs: Row[] | null): Row[] | null {
  if (!base || !mine || !theirs) return null
  if ([...base, ...theirs].some((r) => typeof r.id !== 'string')) return null
  const find = (rows: Row[], id: Value | undefined) => (id ? rows.find((r) => r.id === id) : undefined)
  const out: Row[] = []
  for (const their of theirs) {
    const was = find(base, their.id)
    const my = find(mine, their.id)
    if (my) {
      const row = mergeCells(was ?? {}, my, their)
      if (!row) return null
      out.push(row)
    } else if (!was) out.push(their)
    else if (!same(was, their)) return null
  }
  for (const my of mine) {
    if (find(theirs, my.id)) continue
    const was = find(base, my.id)
    if (!was) out.push(my)
    else if (!same(was, my)) return null
  }
  return out
}

function mergeCells(was: Row, mine: Row, theirs: Row): Row | null {
  const out: Row = {}
  for (const k of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const kept = same(mine[k], was[k]) ? theirs[k] : mine[k]
    if (!same(mine[k], was[k]) && !same(theirs[k], was[k]) && !same(mine[k], theirs[k])) return null
    if (kept !== undefined) out[k] = kept
  }
  return out
}
