import { queryOptions } from '@tanstack/react-query'
import { call, get, post } from './client'
import { saveFile } from './save'
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

/** Fetches the signed statement of a closed period, which anybody can verify; asks for a proof where one is wanted. */
export const fetchStatement = async (id: string, period: string): Promise<void> => saveFile(await call<Blob>(`/closings/${id}/content`, { file: true }), `${period}-${id}.jsonl`)
