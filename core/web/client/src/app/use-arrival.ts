import { useRouter } from '@tanstack/react-router'
import { useEffect, type RefObject } from 'react'

const PRODUCT = 'Đoàn Kết'

/**
 * On arriving at another screen its heading takes the focus, so that a screen
 * reader says where one is; and the window is always named after the heading,
 * also when it changes later, as with a record's title.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const router = useRouter()
  useEffect(() => {
    let moved = false
    const name = () => {
      const heading = main.current?.querySelector('h1')
      const text = heading?.textContent?.trim()
      const title = text ? `${text} · ${PRODUCT}` : PRODUCT
      if (document.title !== title) document.title = title
      if (moved && heading) {
        moved = false
        heading.focus({ preventScroll: true })
      }
    }
    name()
    const watch = new MutationObserver(name)
    if (main.current) watch.observe(main.current, { childList: true, subtree: true, characterData: true })
    const stop = router.subscribe('onResolved', (e) => {
      if (!e.pathChanged || !e.fromLocation) return
      moved = true
      name()
    })
    return () => {
      watch.disconnect()
      stop()
    }
  }, [main, router])
}
