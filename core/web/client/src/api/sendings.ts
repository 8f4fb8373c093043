import { useSyncExternalStore } from 'react'
import { newKey } from './client'
import { dropFile, keepFile, waitingOf } from './outbox'
import type { Problem } from './problem'
import { send, type Sending } from './upload'

// Every file on its way, of whichever record: a file goes on when its page is
// left, and across cuts and reloads. A few at a time; the others wait their turn.

export type Stage = 'queued' | 'hashing' | 'sending' | 'waiting' | 'paused' | 'failed' | 'refused'

export interface Item {
  key: string
  record: string
  slot: string
  name: string
  size: number
  sent: number
  stage: Stage
  hash?: string
  problem?: Problem
}

const AT_ONCE = 3
const BUSY: Stage[] = ['hashing', 'sending', 'waiting']

let items: Item[] = []
/** Told of a file that arrived: of which record, under which name it was chosen and is kept. */
type Told = (record: string, chosen: string, kept: string) => void
let received: Told = () => undefined
const lines = new Map<string, Sending>()
const listeners = new Set<() => void>()

function set(next: Item[]): void {
  items = next
  listeners.forEach((fn) => fn())
}

const change = (key: string, part: Partial<Item>): void => set(items.map((i) => (i.key === key ? { ...i, ...part } : i)))

/** Lets those that wait their turn begin, as far as there is room. */
function pump(): void {
  const room = AT_ONCE - items.filter((i) => BUSY.includes(i.stage)).length
  for (const i of items.filter((q) => q.stage === 'queued').slice(0, Math.max(0, room))) {
    change(i.key, { stage: i.sent > 0 ? 'sending' : 'hashing', problem: undefined })
    lines.get(i.key)?.start()
  }
}

function forget(key: string): void {
  lines.delete(key)
  void dropFile(key)
  set(items.filter((i) => i.key !== key))
  pump()
}

function line(file: File, record: string, slot: string, key: string): void {
  if (lines.has(key)) return
  lines.set(key, send({
    file, record, slot, key,
    onHash: (hash) => change(key, { hash, stage: 'sending' }),
    onProgress: (sent, size) => change(key, { sent, size, stage: 'sending', problem: undefined }),
    onWaiting: () => change(key, { stage: 'waiting' }),
    onDone: (doc) => {
      forget(key)
      received(record, file.name.normalize('NFC'), doc.name)
    },
    onError: (problem) => {
      change(key, { problem, stage: problem.passing || problem.status === 401 ? 'failed' : 'refused' })
      pump()
    },
  }))
  set([...items, { key, record, slot, name: file.name, size: file.size, sent: 0, stage: 'queued' }])
}

/** Files chosen for a slot; `refusal` names one that is not even tried, and why. */
export function addFiles(person: string, record: string, slot: string, files: File[], refusal: (file: File, nth: number) => Problem | null): void {
  const refused: Item[] = []
  let taken = 0
  for (const file of files) {
    const key = newKey()
    const problem = refusal(file, taken)
    if (problem) {
      refused.push({ key, record, slot, name: file.name, size: file.size, sent: 0, stage: 'refused', problem })
      continue
    }
    taken += 1
    void keepFile({ key, person, record, slot, file, at: Date.now() })
    line(file, record, slot, key)
  }
  if (refused.length > 0) set([...items, ...refused])
  pump()
}

export function pause(key: string): void {
  lines.get(key)?.pause()
  change(key, { stage: 'paused' })
  pump()
}

export function resume(key: string): void {
  change(key, { stage: 'queued', problem: undefined })
  pump()
}

export function cancel(...keys: string[]): void {
  for (const key of keys) {
    lines.get(key)?.stop()
    forget(key)
  }
}

/**
 * While the person is signed in: what a reload or a dead battery interrupted
 * goes on, a line that comes back takes up what it dropped, and `told` hears of
 * each file that arrived. The answer ends it.
 */
export function goOn(person: string, told: Told): () => void {
  received = told
  let gone = false
  void waitingOf(person).then((left) => {
    if (gone) return
    for (const w of left) line(w.file, w.record, w.slot, w.key)
    pump()
  })
  const again = () => {
    for (const i of items) if (i.stage === 'failed' || i.stage === 'waiting') lines.get(i.key)?.start()
  }
  window.addEventListener('online', again)
  window.addEventListener('doanket:signed-in', again)
  return () => {
    gone = true
    window.removeEventListener('online', again)
    window.removeEventListener('doanket:signed-in', again)
    lines.forEach((l) => l.pause())
    lines.clear()
    set([])
  }
}

export function useSendings(): Item[] {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    () => items,
    () => items,
  )
}
