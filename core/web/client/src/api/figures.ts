import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get } from './client'
import { keys } from './keys'

export const boardQuery = (id: string, unit?: string, period?: string) =>
  queryOptions({
    queryKey: keys.board(id, unit, period),
    queryFn: ({ signal }) => get('/boards/{id}', { path: { id }, query: { unit, period }, signal }),
  })

export const lineageQuery = (measure: string, unit?: string, period?: string, part?: string) =>
  infiniteQueryOptions({
    queryKey: keys.lineage(measure, unit, period, part),
    queryFn: ({ pageParam, signal }) => get('/figures/{measure}/lineage', { path: { measure }, query: { unit, period, part, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

/** Why a figure misses its target, by units and causes. */
export const gapQuery = (measure: string, unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.gap(measure, unit, period), queryFn: ({ signal }) => get('/figures/{measure}/gap', { path: { measure }, query: { unit, period }, signal }) })

/** A coverage on both sides of each merger of units in the period. */
export const acrossQuery = (measure: string, unit: string | undefined, period: string) =>
  queryOptions({ queryKey: keys.across(measure, unit, period), queryFn: ({ signal }) => get('/figures/{measure}/across', { path: { measure }, query: { unit, period }, signal }) })
