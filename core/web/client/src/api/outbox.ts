import { createStore, del, set, values } from 'idb-keyval'

// Files chosen but not yet received live here, so a reload or a dead battery
// does not lose them. The browser's quota may refuse a big one; the upload then
// goes on without the safety net.

export interface Waiting { key: string; person: string; record: string; slot: string; file: File; at: number }

let store: ReturnType<typeof createStore> | undefined
const box = () => (store ??= createStore('doanket-outbox', 'files'))

export async function keepFile(item: Waiting): Promise<boolean> {
  try {
    await set(item.key, item, box())
    return true
  } catch {
    return false
  }
}

export async function dropFile(key: string): Promise<void> {
  await del(key, box()).catch(() => undefined)
}

/** All a person's files that wait, oldest first. */
export async function waitingOf(person: string): Promise<Waiting[]> {
  try {
    const all = await values<Waiting>(box())
    return all.filter((w) => w.person === person).sort((a, b) => a.at - b.at)
  } catch {
    return []
  }
}
