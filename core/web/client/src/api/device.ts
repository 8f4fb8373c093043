import { createStore, del, set } from 'idb-keyval'
import { useSyncExternalStore } from 'react'
import { canDigest as canSeal } from './digest'
import type { Me } from './types.gen'
import type { Vault } from './vault'

// What this browser keeps for the person signed in. On the screen's side it is read
// and changed at once, in memory; on the device it lies sealed under the person's key.
// The key comes with every answer about who is signed in, stays for as long as the
// session, and goes at sign-out and when the server says that the session is over:
// what waits is then closed to everybody until its owner signs in again.

const LONGEST_SEALING = 2_000

let owner = ''
let vault: Vault | null = null
let ready = '' // whose things were brought in
let opening: Promise<void> = Promise.resolve()
let turn = 0 // an opening that was overtaken by an end brings nothing in
const held = new Map<string, unknown>()
const unsealed = new Set<string>()
const sealing = new Set<Promise<boolean>>()
const listeners = new Set<() => void>()

const prefixOf = (person: string) => `doanket.own.${person}.`
const told = () => listeners.forEach((fn) => fn())

let store: ReturnType<typeof createStore> | undefined
const keyStore = () => (store ??= createStore('doanket-device', 'key')) // the worker reads it too: public/reads-sw.js

/** A browser that stores nothing shows nothing without a line, and works all the same. */
async function tried(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch {
    // as said above
  }
}

/** Takes the person's key from an answer about who is signed in, and brings in what is kept for them. */
export function unlock(me: Me): void {
  const mine = ++turn
  if (owner && owner !== me.person.id) forget()
  owner = me.person.id
  opening = open(me, mine)
}

async function open({ person, device }: Me, mine: number): Promise<void> {
  const code = device && canSeal() ? await fetched() : null
  if (code && device) {
    const opened = vault ?? await code.openVault(device.secret)
    const found = vault ? [] : await code.bringIn(opened, person.id, prefixOf(person.id))
    if (mine !== turn) return
    vault = opened
    for (const [place, value] of found) if (!unsealed.has(place) && localStorage.getItem(place) !== null) held.set(place, value)
    unsealed.forEach((place) => void seal(place))
    await tried(() => set('key', { ...opened.keys, until: Date.parse(device.until) }, keyStore()))
  }
  if (mine !== turn) return
  ready = person.id
  told()
}

/** The sealing comes after the first screen; on a bad line it is asked for more than once. */
async function fetched(): Promise<typeof import('./vault-open') | null> {
  for (let tries = 0; tries < 3; tries++) {
    const code = await import('./vault-open').catch(() => null)
    if (code) return code
    await new Promise((again) => setTimeout(again, 1_000))
  }
  return null
}

/** Gives the key up, once what is being sealed is. What is on the screen stays: its owner may sign in again. */
export async function lock(): Promise<void> {
  turn += 1
  await Promise.race([Promise.all(sealing), new Promise((done) => setTimeout(done, LONGEST_SEALING))])
  vault = null
  await tried(() => del('key', keyStore()))
}

/** Forgets what is in memory; what lies sealed on the device stays. */
export function forget(): void {
  owner = ready = ''
  vault = null
  held.clear()
  unsealed.clear()
  told()
}

/** The vault of a person, once their things were brought in; null when there is no key. */
export async function vaultOf(person: string): Promise<Vault | null> {
  await opening
  return person === owner ? vault : null
}

/** Whether what is kept for the person may be read. */
export const useOpened = (person: string): boolean => useSyncExternalStore(listen, () => ready === person)

export function listen(fn: () => void): () => void {
  listeners.add(fn)
  return () => listeners.delete(fn)
}

export const heldOf = (person: string, name: string): unknown => held.get(prefixOf(person) + name)

/** All that is kept under names that begin so. */
export const allHeld = (person: string, begin: string): unknown[] => [...held].filter(([place]) => place.startsWith(prefixOf(person) + begin)).map(([, value]) => value)

/** Keeps a value; false when the device cannot, or has no key to seal it with yet. */
export function hold(person: string, name: string, value: unknown): Promise<boolean> {
  const place = prefixOf(person) + name
  held.set(place, value)
  told()
  const done = seal(place)
  sealing.add(done)
  return done.finally(() => sealing.delete(done))
}

export function release(person: string, name: string): void {
  const place = prefixOf(person) + name
  held.delete(place)
  unsealed.delete(place)
  localStorage.removeItem(place)
  told()
}

/** Writes what is held at a place now, sealed; what is newer by then is written by its own turn. */
async function seal(place: string): Promise<boolean> {
  unsealed.add(place)
  if (!vault || !place.startsWith(prefixOf(owner))) return false
  const value = held.get(place)
  try {
    const sealed = await vault.seal(place, value)
    if (held.get(place) !== value) return true
    localStorage.setItem(place, sealed)
  } catch {
    return false
  }
  unsealed.delete(place)
  return true
}

// What another tab kept or sent.
globalThis.addEventListener('storage', ({ key: place, newValue }) => {
  if (!place || !owner || !place.startsWith(prefixOf(owner))) return
  if (newValue === null) {
    held.delete(place)
    return told()
  }
  void vault?.open(place, newValue).then((value) => {
    held.set(place, value)
    told()
  }, () => undefined)
})
