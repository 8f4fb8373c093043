import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

export const modulesQuery = queryOptions({ queryKey: keys.modules, queryFn: ({ signal }) => get('/modules', { signal }) })

/** Answers the whole switchboard as it is after the act. */
export const setModule = (id: string, enabled: boolean, idempotencyKey: string) => post('/modules/{id}', { path: { id }, body: { enabled }, idempotencyKey })
