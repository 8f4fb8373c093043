import type { Fields } from './types.gen'

// What was typed and not yet received by the server. Written at every change,
// synchronously, so even a killed tab loses nothing. One entry per person and record.

/** `base` is what the server held where each field was begun; `reason` what was typed beside the fields. */
export interface KeptFields { version: number; at: number; fields: Fields; base?: Fields; reason?: string }

const PREFIX = 'doanket.kept.'
const name = (person: string, id: string) => `${PREFIX}${person}.${id}`

/** What is typed for a step stays under this name until the step is taken. */
export const stepSlot = (rec: string, step: string): string => `${rec}.${step}`

export function readKept(person: string, id: string): KeptFields | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name(person, id)) ?? 'null')
    return isKept(kept) ? kept : null
  } catch {
    return null
  }
}

const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What an older client or a stranger's script may have left is looked at before it is believed. */
const isKept = (v: unknown): v is KeptFields =>
  isMap(v) && typeof v.version === 'number' && typeof v.at === 'number' && isMap(v.fields) && (v.base === undefined || isMap(v.base)) && (v.reason === undefined || typeof v.reason === 'string')

/** False when the device refuses to keep it: the screen then says so. */
export function writeKept(person: string, id: string, kept: KeptFields): boolean {
  try {
    localStorage.setItem(name(person, id), JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

export function dropKept(person: string, id: string): void {
  localStorage.removeItem(name(person, id))
}
