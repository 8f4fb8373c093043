import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

/** What was closed of a unit and a period, beside what it is today. */
export const standingQuery = (unit: string, period: string) =>
  queryOptions({
    queryKey: keys.closing(unit, period),
    queryFn: ({ signal }) => get('/closings/standing', { query: { unit, period }, signal }),
  })

/** What closing would freeze now. */
export const previewQuery = (unit: string, period: string) =>
  queryOptions({
    queryKey: keys.closingPreview(unit, period),
    queryFn: ({ signal }) => get('/closings/preview', { query: { unit, period }, signal }),
    gcTime: 0,
  })

/** Which acts changed a closed figure since. */
export const changesQuery = (id: string, measure: string, unit: string) =>
  queryOptions({
    queryKey: keys.closingChanges(id, measure, unit),
    queryFn: ({ signal }) => get('/closings/{id}/changes', { path: { id }, query: { measure, unit }, signal }),
  })

export interface Close { unit: string; period: string; replaces?: string; reason?: string }

/** Closes a period as it was seen. */
export const closePeriod = (what: Close, seen: string) => post('/closings', { body: what, version: seen })
