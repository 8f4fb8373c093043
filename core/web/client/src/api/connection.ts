import { useSyncExternalStore } from 'react'

// Whether the server answers, and when it last did: so a screen drawn from the
// kept copy can say as of when.

interface Line { online: boolean; heardAt: number | null }

let line: Line = { online: typeof navigator === 'undefined' || navigator.onLine !== false, heardAt: null }
const listeners = new Set<() => void>()

function set(next: Line) {
  if (next.online === line.online && next.heardAt === line.heardAt) return
  line = next
  listeners.forEach((fn) => fn())
}

export const connection = {
  /** An answer came; its Date tells whether it is fresh or a kept copy. */
  heard(date: string | null) {
    const at = date ? Date.parse(date) : Date.now()
    const kept = Number.isFinite(at) && Date.now() - at > 60_000 && typeof navigator !== 'undefined' && !navigator.onLine
    set({ online: !kept, heardAt: Number.isFinite(at) ? at : Date.now() })
  },
  lost() {
    set({ ...line, online: false })
  },
  get: () => line,
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => set({ ...line, online: false }))
  window.addEventListener('online', () => set({ ...line, online: true }))
}

export function useConnection(): Line {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    connection.get,
    connection.get,
  )
}
