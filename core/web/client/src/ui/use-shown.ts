import { useEffect, useRef } from 'react'

/** Brings what has just been said into view: the press that caused it may lie far below. */
export function useShown(said: unknown) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => { if (said) place.current?.scrollIntoView({ block: 'nearest' }) }, [said])
  return place
}
