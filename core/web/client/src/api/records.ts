import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import { keys } from './keys'
import type { Comment, Doc, DocVersion, Fields, Page, Rec, Revision, Summary, Today } from './types'

const list = <T>(v: T[] | null | undefined): T[] => v ?? []

export const tidyRecord = (r: Rec): Rec => ({
  ...r,
  fields: r.fields ?? {},
  slots: list(r.slots).map((s) => ({ ...s, types: list(s.types), documents: list(s.documents) })),
  transitions: list(r.transitions),
  deadlines: list(r.deadlines),
  can: list(r.can),
  links: list(r.links),
})

export const todayQuery = queryOptions({
  queryKey: keys.today,
  queryFn: async ({ signal }): Promise<Today> => {
    const t = await get<Today>('/today', undefined, signal)
    return { ...t, overdue: list(t.overdue), due: list(t.due), returned: list(t.returned), waiting: list(t.waiting), drafts: list(t.drafts) }
  },
})

export interface ListQuery { state?: string; q?: string; sort?: string; under?: string; filter?: Record<string, string> }

export const recordsQuery = (kind: string, query: ListQuery) =>
  infiniteQueryOptions({
    queryKey: keys.list(kind, query),
    queryFn: async ({ pageParam, signal }) => {
      const { filter, ...rest } = query
      const filters = Object.fromEntries(Object.entries(filter ?? {}).map(([k, v]) => [`filter[${k}]`, v]))
      const page = await get<Page<Summary>>(`/records/${kind}`, { ...rest, ...filters, limit: 20, cursor: pageParam }, signal)
      return { ...page, items: list(page.items) }
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: keys.record(id),
    queryFn: async ({ signal }) => tidyRecord(await get<Rec>(`/records/${id}`, undefined, signal)),
  })

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.history(id),
    queryFn: async ({ signal }) => list((await get<Page<Revision>>(`/records/${id}/history`, undefined, signal)).items),
  })

export const commentsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.comments(id),
    queryFn: async ({ signal }) => list((await get<Page<Comment>>(`/records/${id}/comments`, undefined, signal)).items),
  })

export const createRecord = async (kind: string, input: { unit: string; fields: Fields; transition?: string }, idempotencyKey: string) =>
  tidyRecord(await post<Rec>(`/records/${kind}`, input, { idempotencyKey }))

export const saveFields = async (id: string, version: number, fields: Fields) =>
  tidyRecord(await patch<Rec>(`/records/${id}`, { fields }, { version }))

export const doTransition = async (rec: Pick<Rec, 'id' | 'version'>, name: string, act: { fields?: Fields; reason?: string }, idempotencyKey: string) =>
  tidyRecord(await post<Rec>(`/records/${rec.id}/transitions/${name}`, act, { version: rec.version, idempotencyKey }))

export const discardRecord = (id: string, version: number) => remove<undefined>(`/records/${id}`, { version })

export const addComment = (id: string, text: string, idempotencyKey: string) =>
  post<Comment>(`/records/${id}/comments`, { text }, { idempotencyKey })

export const attachUpload = (id: string, slot: string, upload: string, idempotencyKey: string) =>
  post<Doc>(`/records/${id}/documents`, { slot, upload }, { idempotencyKey })

export const detachDocument = (id: string, document: string) => remove<undefined>(`/records/${id}/documents/${document}`)

export const documentQuery = (id: string) =>
  queryOptions({ queryKey: keys.document(id), queryFn: ({ signal }) => get<Doc>(`/documents/${id}`, undefined, signal) })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.versions(id),
    queryFn: async ({ signal }) => {
      const answer = await get<Page<DocVersion>>(`/documents/${id}/versions`, undefined, signal)
      return list(answer.items)
    },
  })

/** Puts a fresh record where it is shown and marks stale what it moves. */
export function keepRecord(client: QueryClient, rec: Rec): void {
  client.setQueryData(keys.record(rec.id), rec)
  void client.invalidateQueries({ queryKey: keys.history(rec.id) })
  touchAround(client)
}

export function touchAround(client: QueryClient): void {
  for (const queryKey of [keys.today, keys.lists, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
}

export const contentUrl = (id: string, version?: number, inline?: boolean): string => {
  const q = new URLSearchParams()
  if (version) q.set('version', String(version))
  if (inline) q.set('inline', '1')
  const s = q.toString()
  return `/api/v1/documents/${id}/content${s ? `?${s}` : ''}`
}

