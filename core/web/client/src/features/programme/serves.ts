import type { Kind, Programme, ProgrammeSetIn } from '@/api/types.gen'
import type { Words } from '@/i18n'

// Which kinds, and which values of their fields, serve which clause.

type Serves = NonNullable<ProgrammeSetIn['serves']>

/** A kind, or a value of a field of it, as one word. */
export const homeKey = (kind: string, field?: string, value?: string): string => (field ? `${kind}|${field}|${value ?? ''}` : kind)

export interface Choice { value: string; label: string }

/** Everything that may serve a clause: kinds, and the values of their fields that name one. */
export function choices(words: Words, kinds: Kind[]): { group: string; items: Choice[] }[] {
  return kinds.map((k) => ({
    group: words.pick(k.label, k.full_name),
    items: [
      { value: k.full_name, label: words.t('programme.every', { kind: words.pick(k.label, k.full_name) }) },
      ...k.fields.filter((f) => (f.type === 'enum' || f.type === 'enums') && !f.sealed).flatMap((f) => (f.values ?? []).map((v) => ({
        value: homeKey(k.full_name, f.name, v.id), label: `${words.pick(k.label, k.full_name)}: ${words.pick(v.label, v.id)}`,
      }))),
    ],
  }))
}

/** What serves each clause now, by clause. */
export const homesOf = (p: Programme): Map<string, string[]> => new Map(p.clauses.map((c) => [c.id, c.kinds.map((k) => homeKey(k.kind, k.field, k.value))]))

/** The map as it is sent. */
export function servesOf(homes: Map<string, string[]>): Serves {
  const out: Serves = {}
  for (const [clause, keys] of homes) {
    for (const key of keys) {
      const [kind = '', field, value = ''] = key.split('|')
      const s = (out[kind] ??= { always: [], by: {} })
      if (!field) (s.always ??= []).push(clause)
      else (((s.by ??= {})[field] ??= {})[value] ??= []).push(clause)
    }
  }
  return out
}
