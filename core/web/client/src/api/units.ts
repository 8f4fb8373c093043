import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'
import type { Page, Unit, UnitKind } from './types'

export interface UnitQuery { under?: string; parent?: string; kind?: string; q?: string; as_of?: string; limit?: number }

export const unitsQuery = (query: UnitQuery) =>
  queryOptions({
    queryKey: keys.units(query),
    queryFn: async ({ signal }) => {
      const page = await get<Page<Unit>>('/units', { limit: 50, ...query }, signal)
      return { ...page, items: page.items ?? [] }
    },
    staleTime: 60_000,
  })

export const unitQuery = (id: string) =>
  queryOptions({ queryKey: keys.unit(id), queryFn: ({ signal }) => get<Unit>(`/units/${id}`, undefined, signal), staleTime: 5 * 60_000 })

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
