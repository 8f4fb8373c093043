import type { Field, Fields, Kind, Value } from '@/api/types.gen'

// What is the same at every place and what each place says for itself.

/** A batch takes no more. */
export const MOST = 100

/** Fields that can be given place by place in a list: short, and asked of a draft. */
export const apartable = (kind: Kind): Field[] =>
  kind.fields.filter((f) => ['int', 'decimal', 'money', 'date'].includes(f.type) && !f.internal && !f.sealed && !f.read_only && !f.derived)

/** Those that differ anywhere: numbers no place can do without. */
export const usuallyApart = (kind: Kind): string[] => apartable(kind).filter((f) => f.required && f.type !== 'date').map((f) => f.name)

/** What a new record would have by itself, as far as it is no calculation. */
export function given(kind: Kind): Fields {
  const out: Fields = {}
  for (const f of kind.fields) {
    const text = /^'([^']*)'$/.exec(f.default ?? '')?.[1]
    if (text !== undefined && f.type === 'enum') out[f.name] = text
  }
  return out
}

/** The fields of one place: what all share, less what is told apart, and its own. */
export function fieldsOf(shared: Fields, apart: string[], own: Fields | undefined): Fields {
  const filled = Object.entries({ ...shared, ...own }).filter(([name, v]) => (!apart.includes(name) || own?.[name] !== undefined) && v !== null && v !== '')
  return Object.fromEntries(filled) as Record<string, Value>
}
