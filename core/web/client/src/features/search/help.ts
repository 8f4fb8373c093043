import { useKinds, useMe } from '@/api/me'
import type { Text } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { hasAll } from './match'

const MOST = 8

/** A sentence of help: what it is about and what it says; `kind` is where it is met. */
export interface Help { id: string; about: string; said: string; kind?: string }

/** What the province says to the reader's roles, and what stands beside kinds, fields, papers and steps, by words of either. */
export function useHelp(q: string): Help[] {
  const words = useWords()
  const me = useMe()
  const { data: kinds } = useKinds()
  const all: Help[] = me.help.map((line, i) => ({ id: `role-${i}`, about: words.t('nav.today'), said: words.pick(line, '') }))
  for (const k of kinds?.values() ?? []) {
    const of = words.pick(k.label, k.full_name)
    const add = (id: string, label: Text | undefined, hint: Text | undefined) => {
      const said = words.pick(hint, '')
      if (said) all.push({ id: `${k.full_name}-${id}`, about: label ? `${of}: ${words.pick(label, id)}` : of, said, kind: k.full_name })
    }
    add('kind', undefined, k.hint)
    k.fields.forEach((f) => add(`field-${f.name}`, f.label, f.hint))
    k.slots?.forEach((s) => add(`slot-${s.code}`, s.label, s.hint))
    k.lifecycle.transitions.forEach((t) => add(`step-${t.name}`, t.label, t.hint))
  }
  const asked = hasAll(q)
  return all.filter((h) => asked(`${h.about} ${h.said}`)).slice(0, MOST)
}
