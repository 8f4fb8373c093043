import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

export const modulesQuery = queryOptions({ queryKey: keys.modules, queryFn: ({ signal }) => get('/modules', { signal }) })

/** How a module shall be; on with units: only these and all below them try it. */
export interface Wish { enabled: boolean; pilot: string[] }

/** Holds the province to one of a module's versions; '' is the newest. Answers the whole switchboard. */
export const holdModule = (id: string, version: string, idempotencyKey: string) => post('/modules/{id}/version', { path: { id }, body: { version: version || 'newest' }, idempotencyKey })

/** What a wish will mean, as the server counts it now. */
export const effectQuery = (id: string, wish: Wish) => queryOptions({
  queryKey: [...keys.modules, id, wish] as const,
  queryFn: ({ signal }) => get('/modules/{id}/effect', { path: { id }, query: wish, signal }),
  staleTime: 0,
})

/** Answers the whole switchboard as it is after the act. */
export const setModule = (id: string, { enabled, pilot }: Wish, idempotencyKey: string) => post('/modules/{id}', { path: { id }, body: pilot.length > 0 ? { enabled, pilot } : { enabled }, idempotencyKey })
