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
const place = (who: string) => `doanket.acts.${who}`

function read(who: string): Act[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(who)) ?? '[]')
    return Array.isArray(kept) ? (kept as Act[]).filter((a) => a?.act === 'create' || a?.act === 'step') : []
  } catch {
    return []
  }
}

function show(next: Act[]): void {
  acts = next
  listeners.forEach((fn) => fn())
}

/** Changes what is kept for a person as the device has it now: another tab may have
 * kept something meanwhile, or its author signed out. False when there is no room. */
function change(who: string, edit: (all: Act[]) => Act[]): boolean {
  const next = edit(read(who))
  try {
    localStorage.setItem(place(who), JSON.stringify(next))
  } catch {
    return false
  }
  if (who === person) show(next)
  return true
}

/** Keeps an act to be sent later; false when the device has no room. */
export const keepAct = (act: Act): boolean => change(person, (all) => [...all, act])

export const takeBack = (key: string, who = person): void => void change(who, (all) => all.filter((a) => a.key !== key))

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
        const { key } = act
        change(who, (all) => all.map((a) => (a.key === key ? { ...a, refused } : a)))
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
  const look = () => show(read(who))
  look()
  const again = () => void sendActs()
  again()
  const timer = setInterval(() => { if (next()) again() }, PAUSE)
  window.addEventListener('online', again)
  window.addEventListener('storage', look) // what another tab kept or sent
  window.addEventListener('doanket:signed-in', again)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', again)
    window.removeEventListener('storage', look)
    window.removeEventListener('doanket:signed-in', again)
    if (person !== who) return
    person = ''
    told = () => undefined
    show([])
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
