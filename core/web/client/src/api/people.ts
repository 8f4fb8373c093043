import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import { keys } from './keys'
import type { Explanation, OneTimeLink, Page, Person, Post, Role } from './types'

export interface PeopleQuery { q?: string; unit?: string; role?: string }

const read = async (query: PeopleQuery, cursor: string | undefined, signal: AbortSignal) => {
  const page = await get<Page<Person>>('/people', { limit: 30, ...query, cursor }, signal)
  return { ...page, items: page.items ?? [] }
}

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
  queryOptions({ queryKey: keys.person(id), queryFn: ({ signal }) => get<Person>(`/people/${id}`, undefined, signal) })

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: async ({ signal }) => {
    const answer = await get<{ items: Role[] } | Role[]>('/roles', undefined, signal)
    return Array.isArray(answer) ? answer : (answer.items ?? [])
  },
  staleTime: 10 * 60_000,
})

/** Object is a record's or a unit's id, a kind, or kind@unit. */
export interface Question { person: string; action: string; object: string }
export const whyQuery = (question: Question) =>
  queryOptions({ queryKey: keys.why(question), queryFn: ({ signal }) => get<Explanation>('/why', { ...question }, signal), retry: false })

export interface NewPost { role: string; unit: string; from?: string; to?: string; basis?: string }
export const addPerson = (body: { login: string; name: string; email?: string; posts: NewPost[] }, idempotencyKey: string) => post<Person>('/people', body, { idempotencyKey })
export const changePerson = (id: string, body: { name?: string; login?: string; email?: string; disabled?: boolean; remove_otp?: boolean }) => patch<Person>(`/people/${id}`, body)
export const grantPost = (id: string, body: NewPost, idempotencyKey: string) => post<Post>(`/people/${id}/posts`, body, { idempotencyKey })
/** `last` is the last day the post is held; without it yesterday was. */
export const endPost = (id: string, last?: string) => remove<undefined>(`/posts/${id}`, { query: { last } })
export const makeLink = (id: string, idempotencyKey: string) => post<OneTimeLink>(`/people/${id}/link`, {}, { idempotencyKey })
