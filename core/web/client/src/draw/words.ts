import type { Field, Kind, State } from '@/api/types.gen'
import type { BadgeTone, Mark } from '@/ui/state'
import type { Words } from '@/i18n'

// What a record's parts are called, read from the manifest.

const TONES: Record<State['phase'], BadgeTone> = { draft: 'neutral', active: 'info', returned: 'warn', done: 'good', cancelled: 'neutral' }
const MARKS: Record<State['phase'], Mark> = { draft: 'ring', active: 'half', returned: 'square', done: 'dot', cancelled: 'square' }

export function stateOf(words: Words, kind: Kind | undefined, id: string): { label: string; tone: BadgeTone; mark: Mark; phase: State['phase'] } {
  const state = kind?.lifecycle.states.find((s) => s.id === id)
  const phase = state?.phase ?? 'active'
  // A manifest's "bad" stays amber here: red is for what is late.
  const tone = state?.tone === 'bad' ? 'warn' : ((state?.tone as BadgeTone | undefined) ?? TONES[phase])
  return { label: words.pick(state?.label, id), tone: tone in SAFE ? tone : TONES[phase], mark: MARKS[phase] ?? 'dot', phase }
}
const SAFE: Record<string, true> = { neutral: true, info: true, good: true, warn: true }

export function fieldLabel(words: Words, kind: Kind | undefined, name: string): string {
  const field = kind?.fields.find((f) => f.name === name)
  if (field) return words.pick(field.label, name)
  return words.maybe(`system.${name}`, name)
}

export function slotLabel(words: Words, kind: Kind | undefined, code: string): string {
  return words.pick(kind?.slots?.find((s) => s.code === code)?.label, code)
}

export function verbLabel(words: Words, kind: Kind | undefined, name: string): string {
  return words.pick(kind?.lifecycle.transitions.find((x) => x.name === name)?.label, name)
}

/** What a record is; just a record to whoever reads one of a kind they do not work with, and while the kinds are on their way. */
export const kindLabel = (words: Words, kind: Kind | undefined): string => words.pick(kind?.label, words.t('record.one'))

/** The element a missing part is shown in, so that a link can lead there. */
export const fieldAnchor = (name: string): string => `field-${name}`
export const slotAnchor = (code: string): string => `slot-${code}`

/** A whole number that can only be a year: it is written without a point. */
export const isYear = (field: Field): boolean => field.type === 'int' && (field.min ?? 0) >= 1900 && (field.max ?? Infinity) <= 2200

/** Whether the field takes a line of its own beside others. */
export const wide = (f: Field): boolean => f.type === 'longtext' || f.type === 'list' || f.type === 'units' || f.type === 'refs' || f.type === 'enums' || (f.type === 'text' && (f.max ?? 0) > 200)
