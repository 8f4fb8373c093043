import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import { keys } from './keys'
import type { PersonChangeIn, PersonCreateIn, PostGrantIn } from './types.gen'

export interface PeopleQuery { q?: string; unit?: string; role?: string; ids?: string[] }

const read = (query: PeopleQuery, cursor: string | undefined, signal: AbortSignal) => get('/people', { query: { limit: 30, ...query, cursor }, signal })

export const peopleQuery = (query: PeopleQuery) =>
  queryOptions({ queryKey: keys.people(query), queryFn: ({ signal }) => read(query, undefined, signal) })

/** The same list, page by page. */
export const peoplePagesQuery = (query: PeopleQuery) =>
  infiniteQueryOptions({
    queryKey: keys.people({ ...query, pages: true }),
    queryFn: ({ pageParam, signal }) => read(query, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

export const personQuery = (id: string) =>
  queryOptions({ queryKey: keys.person(id), queryFn: ({ signal }) => get('/people/{id}', { path: { id }, signal }) })

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: async ({ signal }) => (await get('/roles', { signal })).items,
  staleTime: 10 * 60_000,
})

/** Object is a record's or a unit's id, a kind, or kind@unit. */
export interface Question { person: string; action: string; object: string }
export const whyQuery = (question: Question) =>
  queryOptions({ queryKey: keys.why(question), queryFn: ({ signal }) => get('/why', { query: { ...question }, signal }), retry: false })

export const addPerson = (body: PersonCreateIn, idempotencyKey: string) => post('/people', { body, idempotencyKey })
export const changePerson = (id: string, body: PersonChangeIn) => patch('/people/{id}', { path: { id }, body })
export const grantPost = (id: string, body: PostGrantIn, idempotencyKey: string) => post('/people/{id}/posts', { path: { id }, body, idempotencyKey })
/** `last` is the last day the post is held; without it yesterday was. */
export const endPost = (id: string, last?: string) => remove('/posts/{id}', { path: { id }, query: { last } })
export const makeLink = (id: string, idempotencyKey: string) => post('/people/{id}/link', { path: { id }, idempotencyKey })
