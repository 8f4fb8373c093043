import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

const LOOK_AGAIN = 10_000

/** Who asked to open what is sealed and who approved; while one waits, it is asked again. */
export const openingsQuery = (record: string) =>
  queryOptions({
    queryKey: keys.openings(record),
    queryFn: ({ signal }) => get('/records/{id}/openings', { path: { id: record }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((o) => o.state === 'asked') ? LOOK_AGAIN : false),
  })

export const askToOpen = (record: string, fields: string[], reason: string, idempotencyKey: string) =>
  post('/records/{id}/openings', { path: { id: record }, body: { fields, reason }, idempotencyKey })

export const approveOpening = (id: string, idempotencyKey: string) => post('/openings/{id}/approve', { path: { id }, idempotencyKey })

/** What is sealed, read anew each time: no query, so that no cache keeps it. */
export const readOpening = (id: string) => get('/openings/{id}', { path: { id } })
