import type { Kind } from '@/api/types.gen'

export interface PresentStep {
  /** What the main step out of the state needs filled in. */
  required: ReadonlySet<string>
  /** What only later steps ask for: not yet of interest. */
  later: ReadonlySet<string>
}

/** What the form of a record in the state is about, by the steps of its kind. */
export function presentStep(kind: Kind, state: string): PresentStep {
  const { transitions } = kind.lifecycle
  const here = transitions.filter((t) => t.from.includes(state))
  const main = here.find((t) => t.tone === 'primary') ?? here[0]
  const now = new Set(here.flatMap((t) => [...t.fields ?? [], ...t.require ?? []]))
  const asked = transitions.filter((t) => !t.from.includes(state)).flatMap((t) => t.fields ?? []).map((name) => name.split('.')[0] ?? '')
  const required = new Set(kind.fields.filter((f) => f.required).map((f) => f.name))
  return { required: new Set([...required, ...main?.require ?? []]), later: new Set(asked.filter((name) => !now.has(name) && !required.has(name))) }
}
