import { useDebouncedCallback } from '@mantine/hooks'
import { useRef } from 'react'

/** Tells what is typed once the hand rests. Who has gone on to another screen meanwhile is not called back. */
export function useTypedSearch(tell: (q: string) => void): (q: string) => void {
  const here = useRef(window.location.pathname)
  return useDebouncedCallback((q: string) => { if (window.location.pathname === here.current) tell(q) }, 300)
}
