import { useSyncExternalStore } from 'react'
import { allHeld, heldOf, hold, listen, release, vaultOf } from './device'
import { dropKept, stepSlot } from './kept'
import { isProblem, type FieldProblem } from './problem'
import { createRecord, doTransition } from './records'
import type { Fields, RecordPage } from './types.gen'

// Records begun and steps asked for without a line: kept on the device, sealed, for
// each person their own, and sent in order, each once, when there is a line again. What the
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
const BEGIN = 'act.'

/** What waits, as the device has it now: another tab may have kept or sent something. */
function look(): void {
  const next = (person ? (allHeld(person, BEGIN) as Act[]) : []).sort((a, b) => a.at - b.at)
  if (next.length === acts.length && next.every((a, i) => a === acts[i])) return
  acts = next
  listeners.forEach((fn) => fn())
}

/** Keeps an act to be sent later; false when the device cannot. */
export async function keepAct(act: Act): Promise<boolean> {
  const kept = await hold(person, BEGIN + act.key, act)
  if (!kept) release(person, BEGIN + act.key)
  return kept
}

export const takeBack = (key: string, who = person): void => release(who, BEGIN + key)

const send = (act: Act): Promise<RecordPage> =>
  act.act === 'create'
    ? createRecord(act.kind, { unit: act.unit.id, fields: act.fields }, act.key)
    : doTransition({ id: act.record, version: act.version }, act.step, { fields: act.fields, reason: act.reason }, act.key)

/** Sends what waits, in order, until the line is gone again. */
export async function sendActs(): Promise<void> {
  if (sending) return
  sending = true
  const who = person // whose acts these are, also when they sign out while one is under way
  try {
    for (let act = next(); act && who === person; act = next()) {
      try {
        const rec = await send(act)
        takeBack(act.key, who)
        if (act.act === 'step') dropKept(who, stepSlot(act.record, act.step))
        if (who === person) told(act, rec)
      } catch (e) {
        if (!isProblem(e)) throw e
        if (e.passing || e.status === 401) return
        const refused = { status: e.status, code: e.code, detail: e.message, errors: e.errors }
        if (heldOf(who, BEGIN + act.key)) void hold(who, BEGIN + act.key, { ...act, refused })
        if (who === person) told({ ...act, refused }, null)
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
  const again = () => void sendActs()
  const unlisten = listen(look)
  look()
  again()
  void vaultOf(who).then(again) // what an earlier visit left is brought in by then
  const timer = setInterval(() => { if (next()) again() }, PAUSE)
  window.addEventListener('online', again)
  window.addEventListener('doanket:signed-in', again)
  return () => {
    clearInterval(timer)
    unlisten()
    window.removeEventListener('online', again)
    window.removeEventListener('doanket:signed-in', again)
    if (person !== who) return
    person = ''
    told = () => undefined
    look()
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
