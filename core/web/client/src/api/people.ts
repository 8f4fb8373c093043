import { queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import { keys } from './keys'
import type { Page, Person, Role } from './types'

export const peopleQuery = (query: { q?: string; unit?: string; cursor?: string }) =>
  queryOptions({
    queryKey: keys.people(query),
    queryFn: async ({ signal }) => {
      const page = await get<Page<Person>>('/people', { limit: 30, ...query }, signal)
      return { ...page, items: page.items ?? [] }
    },
  })

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: async ({ signal }) => {
    const answer = await get<{ items: Role[] } | Role[]>('/roles', undefined, signal)
    return Array.isArray(answer) ? answer : (answer.items ?? [])
  },
  staleTime: 10 * 60_000,
})

export const addPerson = (body: object, idempotencyKey: string) => post<Person>('/people', body, { idempotencyKey })
export const changePerson = (id: string, body: object) => patch<Person>(`/people/${id}`, body)
export const grantPost = (id: string, body: object, idempotencyKey: string) => post<unknown>(`/people/${id}/posts`, body, { idempotencyKey })
export const endPost = (id: string) => remove<void>(`/posts/${id}`)
export const makeLink = (id: string, idempotencyKey: string) => post<{ link?: string; secret?: string; url?: string; expires_at?: string; expires?: string }>(`/people/${id}/link`, {}, { idempotencyKey })
