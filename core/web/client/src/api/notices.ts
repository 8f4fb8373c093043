import { infiniteQueryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

export const noticesQuery = infiniteQueryOptions({
  queryKey: keys.notices,
  queryFn: ({ pageParam, signal }) => get('/notices', { query: { limit: 20, cursor: pageParam }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
  staleTime: 30_000,
})

/** One notice, or "all". */
export const markRead = (id: string) => post('/notices/{id}/read', { path: { id } })
