import { queryOptions } from '@tanstack/react-query'
import { get, put } from './client'
import { keys } from './keys'

/** Which clauses of the resolution a record serves, and which the reader may say it does. */
export const clausesQuery = (record: string) =>
  queryOptions({ queryKey: keys.clauses(record), queryFn: ({ signal }) => get('/records/{id}/clauses', { path: { id: record }, signal }) })

/** Says which clauses a record serves; null takes an earlier correction back. */
export const correctClauses = (record: string, version: number, clauses: string[] | null, reason: string) =>
  put('/records/{id}/clauses', { path: { id: record }, version, body: clauses ? { clauses, reason } : { automatic: true, reason } })
