import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'
import type { ModuleInfo } from './types'

export const modulesQuery = queryOptions({
  queryKey: keys.modules,
  queryFn: async ({ signal }) => (await get<ModuleInfo[] | null>('/modules', undefined, signal)) ?? [],
})

/** Answers the whole switchboard as it is after the act. */
export const setModule = (id: string, enabled: boolean, idempotencyKey: string) => post<ModuleInfo[]>(`/modules/${id}`, { enabled }, { idempotencyKey })
