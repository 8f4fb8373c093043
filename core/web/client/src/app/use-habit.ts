import { useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useKinds, useMe } from '@/api/me'
import { countUse, usesBefore } from '@/api/used'
import type { Habit } from './nav'

/** What the menu is ordered by. The order stays for the day: a menu that moves under the hand is none. */
export function useHabit(): Habit {
  const { person } = useMe()
  const { data: kinds } = useKinds()
  const [uses] = useState(() => usesBefore(person.id))
  return useMemo(() => ({ kinds, uses }), [kinds, uses])
}

/** Counts each opening of a kind's records. */
export function useCounting(): void {
  const { person } = useMe()
  const kind = useRouterState({ select: (s) => /^\/records\/([a-z_]+\.[a-z_]+)/.exec(s.location.pathname)?.[1] })
  useEffect(() => { if (kind) countUse(person.id, kind) }, [kind, person.id])
}
