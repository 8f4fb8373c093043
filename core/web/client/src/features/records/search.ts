// What a list is narrowed to lives in the URL, so it can be shared and survives going back.
// Read by hand: these few lines are part of every first visit, a schema library would weigh more.

export interface ListSearch { q?: string; state?: string; f?: Record<string, string>; overdue?: boolean }

const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined)

function filters(v: unknown): Record<string, string> | undefined {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return undefined
  const known = Object.entries(v).flatMap(([name, value]) => {
    const read = typeof value === 'boolean' ? String(value) : text(value)
    return read === undefined ? [] : [[name, read] as const]
  })
  return known.length > 0 ? Object.fromEntries(known) : undefined
}

export const readListSearch = (raw: Record<string, unknown>): ListSearch => ({ q: text(raw.q), state: text(raw.state), f: filters(raw.f), overdue: raw.overdue === true || undefined })

export interface RecordSearch { do?: string; tab?: string }
export const readRecordSearch = (raw: Record<string, unknown>): RecordSearch => ({ do: text(raw.do), tab: text(raw.tab) })

// From and to of a filter, as the address and the server say them: "2024..2026", "2024..", "..2026".
const RANGE = '..'

export const between = (from: string, to: string): string => (from || to ? `${from}${RANGE}${to}` : '')

/** Both ends of a filter; a value alone is both. */
export function ends(value: string): [from: string, to: string] {
  const at = value.indexOf(RANGE)
  return at < 0 ? [value, value] : [value.slice(0, at), value.slice(at + RANGE.length)]
}
