import { useSyncExternalStore } from 'react'
import { dropKept, stepSlot } from './kept'
import { isProblem, type FieldProblem } from './problem'
import { createRecord, doTransition } from './records'
import type { Fields, RecordPage } from './types.gen'

// Records begun and steps asked for without a line: kept on the device, one list
// per person, and sent in order, each once, when there is a line again. What the
// server refuses stays, with its answer, until its author has looked at it.

interface Kept { key: string; at: number; title: string; kind: string; fields: Fields; refused?: Refused }
export interface Refused { status: number; code: string; detail: string; errors: FieldProblem[] }
export interface BegunRecord extends Kept { act: 'create'; unit: { id: string; name: string } }
/** `version` and `seen` are of the record as it was decided on. */
export interface AskedStep extends Kept { act: 'step'; record: string; step: string; version: number; seen: Fields; reason?: string }
export type Act = BegunRecord | AskedStep

const PAUSE = 20_000
type Told = (act: Act, rec: RecordPage | null) => void

let person = ''
let acts: Act[] = []
let sending = false
let told: Told = () => undefined
const listeners = new Set<() => void>()
const place = () => `doanket.acts.${person}`

function read(): Act[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? '[]')
    return Array.isArray(kept) ? (kept as Act[]).filter((a) => a?.act === 'create' || a?.act === 'step') : []
  } catch {
    return []
  }
}

/** False when the device refuses to keep it. */
function set(next: Act[]): boolean {
  try {
    localStorage.setItem(place(), JSON.stringify(next))
  } catch {
    return false
  }
  acts = next
  listeners.forEach((fn) => fn())
  return true
}

/** Keeps an act to be sent later; false when the device has no room. */
export const keepAct = (act: Act): boolean => set([...acts, act])

export const takeBack = (key: string): void => void set(acts.filter((a) => a.key !== key))

const send = (act: Act): Promise<RecordPage> =>
  act.act === 'create'
    ? createRecord(act.kind, { unit: act.unit.id, fields: act.fields }, act.key)
    : doTransition({ id: act.record, version: act.version }, act.step, { fields: act.fields, reason: act.reason }, act.key)

/** Sends what waits, in order, until the line is gone again. */
export async function sendActs(): Promise<void> {
  if (sending) return
  sending = true
  try {
    for (let act = next(); act; act = next()) {
      try {
        const rec = await send(act)
        takeBack(act.key)
        if (act.act === 'step') dropKept(person, stepSlot(act.record, act.step))
        told(act, rec)
      } catch (e) {
        if (!isProblem(e)) throw e
        if (e.passing || e.status === 401) return
        const refused = { status: e.status, code: e.code, detail: e.message, errors: e.errors }
        set(acts.map((a) => (a.key === act?.key ? { ...a, refused } : a)))
        told({ ...act, refused }, null)
      }
    }
  } finally {
    sending = false
  }
}

const next = (): Act | undefined => acts.find((a) => !a.refused)

/** While the person is signed in what waits is sent; `tell` hears of each. The answer ends it. */
export function sendLater(who: string, tell: Told): () => void {
  person = who
  told = tell
  acts = read()
  listeners.forEach((fn) => fn())
  const again = () => void sendActs()
  again()
  const timer = setInterval(() => { if (next()) again() }, PAUSE)
  window.addEventListener('online', again)
  window.addEventListener('doanket:signed-in', again)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', again)
    window.removeEventListener('doanket:signed-in', again)
    acts = []
    listeners.forEach((fn) => fn())
  }
}

export function useActs(): Act[] {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    () => acts,
    () => acts,
  )
}
