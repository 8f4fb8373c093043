import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/api/me'
import { peopleQuery } from '@/api/people'
import type { Person } from '@/api/types.gen'

const MOST = 5

/** People by name, for whoever administers them: nobody else has a page about a person. */
export function usePeople(q: string): Person[] {
  const me = useMe()
  const may = me.can.includes('admin:people') || me.can.includes('*')
  const { data } = useQuery({ ...peopleQuery({ q }), enabled: may && q !== '' })
  return may ? (data?.items ?? []).slice(0, MOST) : []
}
