import type { Field, Kind } from '@/api/types.gen'

export interface PresentStep {
  /** What the main step out of the state needs filled in. */
  required: ReadonlySet<string>
  /** What only later steps ask for: not yet of interest. */
  later: ReadonlySet<string>
}

/** The cells of a list that steps name by themselves: they fill them in once its rows stand. None where no other would be left. */
export function cellsOfSteps(kind: Kind, list: Field): ReadonlySet<string> {
  const named = new Set(kind.lifecycle.transitions.flatMap((t) => t.fields ?? []))
  const cells = (list.fields ?? []).map((c) => c.name)
  const of = cells.filter((c) => named.has(`${list.name}.${c}`))
  return new Set(of.length < cells.length ? of : [])
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
