import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, post, remove } from './client'
import { keys } from './keys'

export interface DutyQuery { state?: string; under?: string; duty?: string; period?: string; mine?: boolean }

export const dutiesTodayQuery = queryOptions({ queryKey: keys.dutiesToday, queryFn: ({ signal }) => get('/duties/today', { signal }) })

export const dutiesQuery = (query: DutyQuery) =>
  infiniteQueryOptions({
    queryKey: keys.dutyList(query),
    queryFn: ({ pageParam, signal }) => get('/duties', { query: { ...query, limit: 30, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

export const openDuty = (id: string, idempotencyKey: string) => post('/duties/{id}/open', { path: { id }, idempotencyKey })

export const excuseDuty = (id: string, reason: string, idempotencyKey: string) => post('/duties/{id}/excuse', { path: { id }, body: { reason }, idempotencyKey })

export const takeBackExcuse = (id: string) => remove('/duties/{id}/excuse', { path: { id } })

/** Marks stale what an act on an obligation moves. */
export function touchDuties(client: QueryClient): void {
  for (const queryKey of [keys.duties, keys.today, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}
