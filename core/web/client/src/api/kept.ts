import { heldOf, hold, release } from './device'
import type { Fields } from './types.gen'

// What was typed and not yet received by the server, written at every change. One
// entry per person and record, sealed on the device (./device).

/** `base` is what the server held where each field was begun; `reason` what was typed beside the fields. */
export interface KeptFields { version: number; at: number; fields: Fields; base?: Fields; reason?: string }

const name = (id: string) => `kept.${id}`

/** What is typed for a step stays under this name until the step is taken. */
export const stepSlot = (rec: string, step: string): string => `${rec}.${step}`

export function readKept(person: string, id: string): KeptFields | null {
  const kept = heldOf(person, name(id))
  return isKept(kept) ? kept : null
}

const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What an older client may have left is looked at before it is believed. */
const isKept = (v: unknown): v is KeptFields =>
  isMap(v) && typeof v.version === 'number' && typeof v.at === 'number' && isMap(v.fields) && (v.base === undefined || isMap(v.base)) && (v.reason === undefined || typeof v.reason === 'string')

/** False when the device refuses to keep it: the screen then says so. */
export const writeKept = (person: string, id: string, kept: KeptFields): Promise<boolean> => hold(person, name(id), kept)

export const dropKept = (person: string, id: string): void => release(person, name(id))
