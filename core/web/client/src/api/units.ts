import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'
import type { Page, Unit, UnitAct, UnitKind } from './types'

export interface UnitQuery { under?: string; parent?: string; kind?: string; q?: string; as_of?: string; open?: boolean; ids?: string; limit?: number }

const read = async (query: UnitQuery, cursor: string | undefined, signal: AbortSignal) => {
  const { open, ...rest } = query
  const page = await get<Page<Unit>>('/units', { limit: 50, ...rest, open: open ? 'true' : undefined, cursor }, signal)
  return { ...page, items: page.items ?? [] }
}

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
  queryOptions({ queryKey: keys.unit(id), queryFn: ({ signal }) => get<Unit>(`/units/${id}`, undefined, signal), staleTime: 5 * 60_000 })

export const unitActsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.unitActs(id),
    queryFn: async ({ signal }) => (await get<Page<UnitAct>>(`/units/${id}/acts`, undefined, signal)).items ?? [],
  })

export const unitKindsQuery = queryOptions({
  queryKey: keys.unitKinds,
  queryFn: async ({ signal }) => {
    const answer = await get<{ items: UnitKind[] } | UnitKind[]>('/unit-kinds', undefined, signal)
    return Array.isArray(answer) ? answer : (answer.items ?? [])
  },
  staleTime: 10 * 60_000,
})

export const openUnit = (body: object, idempotencyKey: string) => post<Unit>('/units', body, { idempotencyKey })
export const actOnUnit = (id: string, body: object, idempotencyKey: string) => post<Unit>(`/units/${id}/acts`, body, { idempotencyKey })

/** An act may move whole branches: every kept list, path and figure is asked for again. */
export function touchUnits(client: QueryClient): void {
  for (const queryKey of [keys.units(), keys.unitsOne, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}
