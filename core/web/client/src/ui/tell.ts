import type { NotificationData } from '@mantine/notifications'
import { useSyncExternalStore } from 'react'
import { wordsIn } from '@/i18n'

// Short words at the edge of the screen. What draws them is fetched with the
// first of them: a first visit says nothing.

let said = false
const listeners = new Set<() => void>()

export function tell(words: NotificationData): void {
  said = true
  listeners.forEach((fn) => fn())
  const close = wordsIn(document.documentElement.lang === 'en' ? 'en' : 'vi').t('action.close')
  void import('./told').then(({ notifications }) => notifications.show({ closeButtonProps: { 'aria-label': close }, ...words })).catch(() => undefined)
}

/** Whether anything was said yet. */
export function useSaid(): boolean {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    () => said,
    () => false,
  )
}
