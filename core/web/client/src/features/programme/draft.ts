import type { Goal, MeasureChoice, Programme, ProgrammeSetIn, Resolution } from '@/api/types.gen'

// A reading under correction: what will be adopted, beside the lines it was read from.

export interface DraftSection { id: string; title: string; from: number }
export interface DraftClause { id: string; title: string; words: string; from: number; to: number; /** Who, where the text says so. */ lead: string }
export interface Draft { title: string; lines: string[]; sections: DraftSection[]; clauses: DraftClause[]; /** Its targets, and the figures they may be seen by. */ targets: Goal[]; measures: MeasureChoice[] }

const SHORT = 90

/** The first words of a clause, whole ones, as its short title. */
export function shorten(words: string): string {
  const first = words.split(/[;:.](?:\s|$)/)[0]?.trim() ?? ''
  if (first.length <= SHORT) return first
  const cut = first.slice(0, SHORT)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[,\s]+$/, '')}…`
}

/** What was read, with the short titles the province already has. */
export function draftOf(r: Resolution, p: Programme): Draft {
  const had = new Map(p.clauses.map((c) => [c.id, c.title.vi]))
  const clause = (c: Resolution['clauses'][number]): DraftClause => ({
    id: c.id, title: had.get(c.id) || shorten(c.text), words: c.text, from: c.from, to: c.to, lead: [c.lead, c.with].filter(Boolean).join('; '),
  })
  const sections = r.sections.flatMap((s) => [{ id: s.id, title: s.title, from: s.from }, ...s.groups.filter((g) => g.title !== '').map((g) => ({ id: g.id, title: g.title, from: g.from }))])
  return { title: [r.name, r.number && `số ${r.number}`, r.about].filter(Boolean).join(' ').trim(), lines: r.lines, sections: sections.filter((s) => s.title !== ''), clauses: r.clauses.map(clause), targets: r.proposed, measures: r.measures }
}

export const change = (d: Draft, id: string, part: Partial<DraftClause>): Draft => ({ ...d, clauses: d.clauses.map((c) => (c.id === id ? { ...c, ...part } : c)) })
export const without = (d: Draft, id: string): Draft => ({ ...d, clauses: d.clauses.filter((c) => c.id !== id) })

/** Puts a clause to the end of the one before it. */
export function joined(d: Draft, id: string): Draft {
  const at = d.clauses.findIndex((c) => c.id === id)
  const [before, it] = [d.clauses[at - 1], d.clauses[at]]
  if (!before || !it) return d
  const words = `${before.words.replace(/[\s.;]+$/, '')}; ${it.words}`
  return without(change(d, before.id, { words, to: Math.max(before.to, it.to) }), id)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The first id under the same heading that no clause has. */
function freeID(d: Draft, like: string): string {
  const head = like.replace(/\.[^.]+$/, '')
  const taken = new Set(d.clauses.map((c) => c.id))
  const tails = [...LETTERS, ...Array.from({ length: 999 }, (_, i) => `z${i + 1}`)]
  return `${head}.${tails.find((x) => !taken.has(`${head}.${x}`)) ?? 'zz'}`
}

/** Parts a clause in two where the mark of writing stands. */
export function parted(d: Draft, id: string, place: number): Draft {
  const at = d.clauses.findIndex((c) => c.id === id)
  const it = d.clauses[at]
  if (!it) return d
  const [left, right] = [it.words.slice(0, place).replace(/[\s,;]+$/, ''), it.words.slice(place).replace(/^[\s,;]+/, '')]
  if (!left || !right) return d
  const words = right.charAt(0).toLocaleUpperCase('vi') + right.slice(1)
  const next = { ...it, id: freeID(d, id), words, title: shorten(words) }
  return { ...d, clauses: [...d.clauses.slice(0, at), { ...it, words: left }, next, ...d.clauses.slice(at + 1)] }
}

/** What is sent to adopt it: the map stays but for clauses that are no more. */
export function adopted(d: Draft, p: Programme): ProgrammeSetIn {
  const ids = new Set(d.clauses.map((c) => c.id))
  const english = new Map(p.clauses.map((c) => [c.id, c.title]))
  const en = (c: DraftClause) => (english.get(c.id)?.vi === c.title ? (english.get(c.id)?.en ?? '') : '')
  const here = (list: string[] | null | undefined) => (list ?? []).filter((id) => ids.has(id))
  const serves = Object.fromEntries(Object.entries(p.serves).map(([kind, s]) => [kind, {
    ...s,
    always: here(s.always),
    by: Object.fromEntries(Object.entries(s.by ?? {}).map(([field, values]) => [field, Object.fromEntries(Object.entries(values).map(([v, list]) => [v, here(list)]))])),
  }]))
  return {
    title: d.title.trim(),
    sections: d.sections.filter((s) => s.title.trim()).map(({ id, title }) => ({ id, title: title.trim() })),
    clauses: d.clauses.map((c) => ({ id: c.id, title: { vi: c.title.trim(), en: en(c) }, words: c.words.trim() })),
    ...(d.targets.length > 0 ? { targets: d.targets.map((g) => ({ ...g, title: g.title.trim() })) } : {}),
    ...(p.own ? { serves } : {}),
  }
}

/** Clauses that are followed now and are not in what was read. */
export const dropped = (d: Draft, p: Programme) => p.clauses.filter((c) => c.title.vi && !d.clauses.some((x) => x.id === c.id))

const KEPT = 'doanket.reading'

/** What was typed stays in this browser until it is adopted or thrown away. */
export function keptDraft(): Draft | null {
  try {
    const d = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as (Draft & { targets?: Goal[]; measures?: MeasureChoice[] }) | null
    return d && Array.isArray(d.clauses) && Array.isArray(d.sections) && Array.isArray(d.lines) ? { ...d, targets: d.targets ?? [], measures: d.measures ?? [] } : null
  } catch {
    return null
  }
}

export function keepDraft(d: Draft | null): void {
  try {
    if (d) localStorage.setItem(KEPT, JSON.stringify(d))
    else localStorage.removeItem(KEPT)
  } catch {
    // a full store keeps nothing; the screen still does
  }
}
