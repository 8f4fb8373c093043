import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import { keys } from './keys'
import { keepRead } from './reads'
import type { BatchCreate, CommentAddIn, DocumentCorrectIn, Fields, RecordDoIn, RecordPage } from './types.gen'

export const TODAY_PARTS = ['overdue', 'returned', 'waiting', 'due', 'others', 'drafts'] as const
export type TodayPart = (typeof TODAY_PARTS)[number]

/** What waits for the reader: the first of every part, or all of one. */
export const todayQuery = (part?: TodayPart) => queryOptions({ queryKey: keys.todayOf(part), queryFn: ({ signal }) => get('/today', { query: { part }, signal }) })

/** Several states stand with a comma between. */
export interface ListQuery { state?: string; q?: string; sort?: string; under?: string; overdue?: boolean; filter?: Record<string, string> }

/** "module.kind" as the path has it. */
const pathOf = (fullName: string) => {
  const [module = '', kind = ''] = fullName.split('.')
  return { module, kind }
}

export const recordsQuery = (kind: string, { state, ...query }: ListQuery) =>
  infiniteQueryOptions({
    queryKey: keys.list(kind, { state, ...query }),
    queryFn: ({ pageParam, signal }) =>
      get('/records/{module}.{kind}', { path: pathOf(kind), query: { ...query, state: state?.split(','), limit: 20, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

/** The first records of a kind that have the words, of some states where they are said. */
export const someRecordsQuery = (kind: string, { q, states }: { q: string; states?: string[] }) =>
  queryOptions({
    queryKey: [...keys.list(kind, { q, states }), 'some'],
    queryFn: ({ signal }) => get('/records/{module}.{kind}', { path: pathOf(kind), query: { q, state: states?.length ? states : undefined, limit: 20 }, signal }),
  })

/** Recommendations by answering body, of one source or of all. */
export const ledgerQuery = (source?: string) =>
  queryOptions({ queryKey: keys.ledger(source), queryFn: ({ signal }) => get('/recommendations/ledger', { query: { source }, signal }) })

export const recordQuery = (id: string) =>
  queryOptions({ queryKey: keys.record(id), queryFn: ({ signal }) => get('/records/{id}', { path: { id }, signal }) })

export const historyQuery = (id: string) =>
  queryOptions({ queryKey: keys.history(id), queryFn: async ({ signal }) => (await get('/records/{id}/history', { path: { id }, signal })).items })

export const commentsQuery = (id: string) =>
  queryOptions({ queryKey: keys.comments(id), queryFn: async ({ signal }) => (await get('/records/{id}/comments', { path: { id }, signal })).items })

export const createRecord = (kind: string, body: { unit: string; fields: Fields; transition?: string }, idempotencyKey: string) =>
  post('/records/{module}.{kind}', { path: pathOf(kind), body, idempotencyKey })

/** Many records of a kind at once, each answered by itself, in order. */
export const createRecords = (kind: string, items: BatchCreate[]) => post('/records/{module}.{kind}/batch', { path: pathOf(kind), body: { items } })

export const saveFields = (id: string, version: number, fields: Fields) => patch('/records/{id}', { path: { id }, body: { fields }, version })

export const doTransition = ({ id, version }: Pick<RecordPage, 'id' | 'version'>, name: string, body: RecordDoIn, idempotencyKey: string) =>
  post('/records/{id}/transitions/{name}', { path: { id, name }, body, version, idempotencyKey })

/** Tries a step out: what would be remarked of it. Nothing is done. */
export const remarksOf = async ({ id, version }: Pick<RecordPage, 'id' | 'version'>, name: string, body: RecordDoIn, signal?: AbortSignal) =>
  (await post('/records/{id}/transitions/{name}/remarks', { path: { id, name }, body, version, signal })).items

export const discardRecord = (id: string, version: number) => remove('/records/{id}', { path: { id }, version })

export const addComment = (id: string, body: CommentAddIn, idempotencyKey: string) => post('/records/{id}/comments', { path: { id }, body, idempotencyKey })

export const attachUpload = (id: string, slot: string, upload: string, idempotencyKey: string) =>
  post('/records/{id}/documents', { path: { id }, body: { slot, upload }, idempotencyKey })

export const detachDocument = (id: string, document: string) => remove('/records/{id}/documents/{document}', { path: { id, document } })

export const correctDocument = (id: string, body: DocumentCorrectIn) => patch('/documents/{id}', { path: { id }, body })

export const documentQuery = (id: string) =>
  queryOptions({ queryKey: keys.document(id), queryFn: ({ signal }) => get('/documents/{id}', { path: { id }, signal }) })

export const versionsQuery = (id: string) =>
  queryOptions({ queryKey: keys.versions(id), queryFn: async ({ signal }) => (await get('/documents/{id}/versions', { path: { id }, signal })).items })

/** Puts a fresh record where it is shown and marks stale what it moves. */
export function keepRecord(client: QueryClient, rec: RecordPage): void {
  client.setQueryData(keys.record(rec.id), rec)
  keepRead(`/records/${rec.id}`, rec)
  void client.invalidateQueries({ queryKey: keys.history(rec.id) })
  touchAround(client)
}

/** Drafts the reader made or threw away, that can still be taken back. */
export const discardedQuery = queryOptions({ queryKey: keys.discarded, queryFn: ({ signal }) => get('/me/discarded', { signal }) })
export const restoreRecord = (id: string) => post('/records/{id}/restore', { path: { id } })

export function touchAround(client: QueryClient): void {
  for (const queryKey of [keys.today, keys.discarded, keys.duties, keys.lists, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}

export const contentUrl = (id: string, version?: number, inline?: boolean): string => {
  const q = new URLSearchParams()
  if (version) q.set('version', String(version))
  if (inline) q.set('inline', '1')
  const s = q.toString()
  return `/api/v1/documents/${id}/content${s ? `?${s}` : ''}`
}
