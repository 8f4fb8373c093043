import { queryOptions } from '@tanstack/react-query'
import { call, get, newKey, post, put } from './client'
import { keys } from './keys'
import type { GiveIn, Programme, ProgrammeSetIn, Resolution } from './types.gen'

// The resolution: what it says, what serves it, what there is of each clause.

export type Missing = 'record' | 'evidence'

export const programmeQuery = queryOptions({ queryKey: keys.programme, queryFn: ({ signal }) => get('/programme', { signal }) })

export const coverageQuery = (unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.coverage(unit, period), queryFn: ({ signal }) => get('/programme/coverage', { query: { unit, period }, signal }) })

export const targetsQuery = (unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.targets(unit, period), queryFn: ({ signal }) => get('/programme/targets', { query: { unit, period }, signal }) })

export const tasksQuery = (unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.tasks(unit, period), queryFn: ({ signal }) => get('/programme/tasks', { query: { unit, period }, signal }) })

export const markedQuery = (id: string, unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.marked(id, unit, period), queryFn: ({ signal }) => get('/programme/clauses/{id}', { path: { id }, query: { unit, period }, signal }) })

export const remind = (id: string, unit: string | undefined, period: string, missing: Missing) =>
  post('/programme/clauses/{id}/reminders', { path: { id }, body: { unit, period, missing }, idempotencyKey: newKey() })

/** Drafts a programme with a task for every unit that has none under the clause. */
export const giveTasks = (id: string, task: GiveIn) => post('/programme/clauses/{id}/tasks', { path: { id }, body: task, idempotencyKey: newKey() })

/** Reads a resolution from a file; nothing is kept. */
export function readResolution(file: File): Promise<Resolution> {
  const form = new FormData()
  form.set('file', file)
  return call<Resolution>('/programme/reading', { method: 'POST', body: form })
}

export const setProgramme = (book: ProgrammeSetIn, version: number) => put('/programme', { body: book, version })

/** What is sent to keep the programme as it is. */
export const bookOf = (p: Programme): ProgrammeSetIn => ({
  title: p.title,
  sections: p.sections,
  clauses: p.clauses.map(({ id, title, words }) => ({ id, title, words })),
  ...(p.own ? { serves: p.serves } : {}),
})
