import { Problem } from '@/api/problem'
import type { OwnField, OwnFieldList, Text } from '@/api/types.gen'
import { fold } from '@/i18n/format'

// What is typed into the form of an own field, and the field it makes. Names and
// ids come from the Vietnamese words once and never change: records are kept under them.

export const TYPES: OwnField['type'][] = ['text', 'longtext', 'int', 'decimal', 'money', 'bool', 'date', 'enum', 'enums', 'unit']

export interface Choice { id?: string; label: string }
export interface Draft {
  was?: OwnField
  label: string
  hint: string
  type: OwnField['type']
  required: boolean
  index: boolean
  search: boolean
  min: number | null
  max: number | null
  values: Choice[]
}

export const chosen = (type: string) => type === 'enum' || type === 'enums'
export const bounded = (type: string) => type === 'int' || type === 'decimal' || type === 'money'
export const searchable = (type: string) => type === 'text' || type === 'longtext'
export const indexable = (type: string) => type !== 'longtext' && type !== 'enums'
export const labelled = (c: Choice) => c.label.trim() !== ''

export const begin = (f?: OwnField): Draft => ({
  was: f, label: f?.label.vi ?? '', hint: f?.hint?.vi ?? '', type: f?.type ?? 'text', required: f?.required ?? false, index: f?.index ?? false,
  search: f?.search ?? false, min: f?.min ?? null, max: f?.max ?? null,
  values: f?.values?.map((v) => ({ id: v.id, label: v.label.vi ?? '' })) ?? [{ label: '' }, { label: '' }],
})

/** Small letters, digits and lines under, beginning with a letter, that nobody else has. */
export function named(words: string, before: string, most: number, taken: string[]): string {
  const stem = (before + (fold(words).replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '') || 'muc')).slice(0, most - 3)
  const start = /^[a-z]/.test(stem) ? stem : `v_${stem}`
  for (let n = 1; ; n++) {
    const name = n === 1 ? start : `${start}_${n}`
    if (!taken.includes(name)) return name
  }
}

/** The words in both languages; English follows the Vietnamese until somebody translates it. */
const both = (vi: string, was?: Text) => ({ vi, en: was && was.vi === vi ? (was.en ?? vi) : vi })

export function fieldOf(d: Draft, list: OwnFieldList): OwnField {
  const taken = [...list.fields, ...list.hidden].map((f) => f.name)
  const field: OwnField = { name: d.was?.name ?? named(d.label, 'x_', 40, taken), type: d.type, label: both(d.label.trim(), d.was?.label), unit_kinds: d.was?.unit_kinds }
  if (d.hint.trim()) field.hint = both(d.hint.trim(), d.was?.hint)
  if (d.required) field.required = true
  if (d.index && indexable(d.type)) field.index = true
  if (d.search && searchable(d.type)) field.search = true
  if (bounded(d.type)) {
    field.min = d.min ?? undefined
    field.max = d.max ?? undefined
  } else if (d.was) {
    field.min = d.was.min
    field.max = d.was.max
  }
  if (chosen(d.type)) {
    const ids = d.values.flatMap((v) => (v.id ? [v.id] : []))
    field.values = d.values.filter(labelled).map((v) => {
      const id = v.id ?? named(v.label, '', 40, ids)
      if (!v.id) ids.push(id)
      const old = d.was?.values?.find((w) => w.id === id)
      return { id, label: both(v.label.trim(), old?.label) }
    })
  }
  return field
}

/** A refusal of the whole list as one of the field in hand. */
export const ofField = (p: Problem): Problem =>
  new Problem({ ...p, detail: p.message, errors: p.errors.map((e) => ({ ...e, field: e.field.replace(/^fields\.\d+\./, '') })) })
