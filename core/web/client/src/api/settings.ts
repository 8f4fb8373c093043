import { queryOptions } from '@tanstack/react-query'
import { get, patch } from './client'
import { keys } from './keys'
import type { Ladder, SelfApproval } from './types.gen'

export const settingsQuery = queryOptions({ queryKey: keys.settings, queryFn: ({ signal }) => get('/settings', { signal }) })

/** Changes settings of the province: a length that is null is the product's again; exceptions, reminders and the roles that lead a unit are the whole list, and so are the fields of a kind that everybody sees. */
export const changeSettings = (body: { deadlines?: Record<string, number | null>; duties?: Record<string, boolean>; reminders?: Ladder[]; heads?: string[]; self_approvals?: SelfApproval[]; public?: Record<string, string[] | null> }) =>
  patch('/settings', { body })
