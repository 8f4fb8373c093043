import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'
import type { Field, UnitActIn, UnitOpenIn } from './types.gen'

export type Relation = NonNullable<Field['within']>

export interface UnitQuery { /** With to: only units that stand so to that unit. */ relation?: Relation; to?: string; /** Full name of a kind: only units the caller may make one for. */ for?: string; under?: string; parent?: string; kind?: string[]; q?: string; as_of?: string; open?: boolean; ids?: string[]; limit?: number }

const read = (query: UnitQuery, cursor: string | undefined, signal: AbortSignal) => get('/units', { query: { limit: 50, ...query, cursor }, signal })

export const unitsQuery = (query: UnitQuery) =>
  queryOptions({ queryKey: keys.units(query), queryFn: ({ signal }) => read(query, undefined, signal), staleTime: 60_000 })

/** The same list, page by page. */
export const unitPagesQuery = (query: UnitQuery) =>
  infiniteQueryOptions({
    queryKey: keys.units({ ...query, pages: true }),
    queryFn: ({ pageParam, signal }) => read(query, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    staleTime: 60_000,
  })

export const unitQuery = (id: string) =>
  queryOptions({ queryKey: keys.unit(id), queryFn: ({ signal }) => get('/units/{id}', { path: { id }, signal }), staleTime: 5 * 60_000 })

export const unitActsQuery = (id: string) =>
  queryOptions({ queryKey: keys.unitActs(id), queryFn: async ({ signal }) => (await get('/units/{id}/acts', { path: { id }, signal })).items })

export const unitKindsQuery = queryOptions({
  queryKey: keys.unitKinds,
  queryFn: async ({ signal }) => (await get('/unit-kinds', { signal })).items,
  staleTime: 10 * 60_000,
})

export const openUnit = (body: UnitOpenIn, idempotencyKey: string) => post('/units', { body, idempotencyKey })
export const actOnUnit = (id: string, body: UnitActIn, idempotencyKey: string) => post('/units/{id}/acts', { path: { id }, body, idempotencyKey })

/** Tries an act out: what it would touch, or the problem it would meet. */
export const rehearseUnit = (id: string, body: UnitActIn) => post('/units/{id}/rehearsals', { path: { id }, body })

/** An act may move whole branches: every kept list, path and figure is asked for again. */
export function touchUnits(client: QueryClient): void {
  for (const queryKey of [keys.units(), keys.unitsOne, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}
