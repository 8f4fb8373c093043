import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { call, get, newKey, post, url } from './client'
import { keys } from './keys'
import type { Field, UnitActIn, UnitOpenIn, UnitTable, UnitTakeIn } from './types.gen'

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

/** An empty table of units, with the codes of those the reader administers. */
export const unitTemplateUrl = url('/unit-imports/template.xlsx')

const formOf = (file: File, fields: Record<string, string | undefined> = {}): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value)
  form.set('file', file) // the last: it streams
  return form
}

/** What would become of each row of a table of units; nothing is written. */
export const previewUnits = (file: File) => call<UnitTable>('/unit-imports/preview', { method: 'POST', body: formOf(file) })
/** Takes a table as it was previewed. */
export const takeUnits = (file: File, said: UnitTakeIn) => call<UnitTable>('/unit-imports', { method: 'POST', body: formOf(file, { ...said }), idempotencyKey: newKey() })

/** An act may move whole branches: every kept list, path and figure is asked for again. */
export function touchUnits(client: QueryClient): void {
  for (const queryKey of [keys.units(), keys.unitsOne, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}
