import { createStore, del, set, values } from 'idb-keyval'
import { vaultOf } from './device'
import type { Vault } from './vault'

// Files chosen but not yet received live here, sealed, so a reload or a dead battery
// does not lose them. The browser's quota may refuse a big one; the upload then
// goes on without the safety net.

export interface Waiting { key: string; person: string; record: string; slot: string; file: File; at: number }

/** `about` is sealed too: what a file is called says much of what it is. */
interface Sealed { key: string; person: string; at: number; about: string; body: Blob }
interface About { record: string; slot: string; name: string; type: string; modified: number }

let store: ReturnType<typeof createStore> | undefined
const box = () => (store ??= createStore('doanket-outbox', 'files'))
// What is dropped while it is still being sealed does not come back afterwards.
const sealing = new Map<string, Promise<boolean>>()
const place = (key: string) => `outbox.${key}`

export function keepFile(item: Waiting): Promise<boolean> {
  const done = sealAndKeep(item).finally(() => sealing.delete(item.key))
  sealing.set(item.key, done)
  return done
}

async function sealAndKeep({ key, person, record, slot, file, at }: Waiting): Promise<boolean> {
  try {
    const vault = await vaultOf(person)
    if (!vault) return false
    const about: About = { record, slot, name: file.name, type: file.type, modified: file.lastModified }
    await set(key, { key, person, at, about: await vault.seal(place(key), about), body: await vault.sealFile(place(key), file) } satisfies Sealed, box())
    return true
  } catch {
    return false
  }
}

export async function dropFile(key: string): Promise<void> {
  await sealing.get(key)
  await del(key, box()).catch(() => undefined)
}

/** All a person's files that wait, oldest first. */
export async function waitingOf(person: string): Promise<Waiting[]> {
  try {
    const vault = await vaultOf(person)
    const all = (await values<Sealed | Waiting>(box())).filter((w) => w.person === person).sort((a, b) => a.at - b.at)
    const out: Waiting[] = []
    for (const w of vault ? all : []) {
      const opened = await ('file' in w ? keepFile(w).then(() => w) : unseal(vault as Vault, w)).catch(() => null)
      if (opened) out.push(opened)
    }
    return out
  } catch {
    return []
  }
}

async function unseal(vault: Vault, { key, person, at, about, body }: Sealed): Promise<Waiting> {
  const { record, slot, name, type, modified } = (await vault.open(place(key), about)) as About
  return { key, person, record, slot, at, file: new File([await vault.openFile(place(key), body)], name, { type, lastModified: modified }) }
}
