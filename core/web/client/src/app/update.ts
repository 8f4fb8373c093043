import { useSyncExternalStore } from 'react'

// A newer client that has arrived waits until the reader agrees to change over:
// a reload in the middle of typing would be worse than an old screen.

type Apply = () => void
let waiting: Apply | null = null
const listeners = new Set<() => void>()

export function announce(apply: Apply | null): void {
  waiting = apply
  listeners.forEach((fn) => fn())
}

let watching = false

/** Registers the service worker, once somebody is signed in: before that there is nothing to keep. */
export function watchForUpdate(): void {
  if (watching || !import.meta.env.PROD || !('serviceWorker' in navigator)) return
  watching = true
  void import('virtual:pwa-register').then(({ registerSW }) => {
    const apply = registerSW({ onNeedRefresh: () => announce(() => void apply(true)) })
  }).catch(() => undefined)
}

export function useUpdate(): Apply | null {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    () => waiting,
    () => null,
  )
}
