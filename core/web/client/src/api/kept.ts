import * as z from 'zod/mini'
import type { Fields } from './types.gen'

// What was typed and not yet received by the server. Written at every change,
// synchronously, so even a killed tab loses nothing. One entry per person and record.

const Kept = z.object({
  version: z.number(),
  at: z.number(),
  fields: z.record(z.string(), z.unknown()),
  base: z.optional(z.record(z.string(), z.unknown())),
  reason: z.optional(z.string()),
})
/** `base` is what the server held where each field was begun; `reason` what was typed beside the fields. */
export interface KeptFields { version: number; at: number; fields: Fields; base?: Fields; reason?: string }

const PREFIX = 'doanket.kept.'
const name = (person: string, id: string) => `${PREFIX}${person}.${id}`

export function readKept(person: string, id: string): KeptFields | null {
  try {
    const parsed = Kept.safeParse(JSON.parse(localStorage.getItem(name(person, id)) ?? 'null'))
    return parsed.success ? (parsed.data as KeptFields) : null
  } catch {
    return null
  }
}

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
