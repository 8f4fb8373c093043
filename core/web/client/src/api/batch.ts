import { queryOptions } from '@tanstack/react-query'
import { post } from './client'
import { keys } from './keys'
import type { BatchSteps } from './types.gen'

export const MOST_AT_ONCE = 100

/** Which steps can be taken on each of the records together with others. */
export const plainStepsQuery = (ids: string[]) =>
  queryOptions({
    queryKey: [...keys.lists, 'steps', ids] as const,
    queryFn: async ({ signal }) => ids.length === 0 ? [] : (await post('/records/batch/steps', { body: { ids }, signal })).items,
  })

/** What would be remarked of the step on each of the records, as they were seen; nothing is done. */
export const batchRemarksQuery = (step: string, on: Pick<BatchSteps, 'id' | 'version'>[]) =>
  queryOptions({
    queryKey: [...keys.lists, 'remarks', step, on.map((x) => `${x.id} ${x.version}`)] as const,
    queryFn: async ({ signal }) => (await post('/records/batch/transitions/{name}/remarks', { path: { name: step }, body: { items: on.map(({ id, version }) => ({ id, version })) }, signal })).items,
    retry: false,
  })

/** One step on many records, each in the version that was seen, each answered by itself. */
export const doBatch = async (step: string, on: Pick<BatchSteps, 'id' | 'version'>[], reason: string, idempotencyKey: string) =>
  (await post('/records/batch/transitions/{name}', {
    path: { name: step }, idempotencyKey,
    body: { items: on.map(({ id, version }) => ({ id, version, reason: reason || undefined })) },
  })).items
