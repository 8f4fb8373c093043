import { queryOptions } from '@tanstack/react-query'
import { get, post, remove } from './client'
import { keys } from './keys'

/** Acts that wait for a second administrator. */
export const proposalsQuery = queryOptions({
  queryKey: keys.proposals,
  queryFn: async ({ signal }) => (await get('/proposals', { signal })).items,
})

export const confirmProposal = (id: string, idempotencyKey: string) => post('/proposals/{id}/confirm', { path: { id }, idempotencyKey })
/** Refuses another's, withdraws one's own. */
export const endProposal = (id: string) => remove('/proposals/{id}', { path: { id } })
