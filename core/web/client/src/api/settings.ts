import { queryOptions } from '@tanstack/react-query'
import { get, patch } from './client'
import { keys } from './keys'
import type { SelfApproval } from './types.gen'

export const settingsQuery = queryOptions({ queryKey: keys.settings, queryFn: ({ signal }) => get('/settings', { signal }) })

/** Changes settings of the province: a length that is null is the product's again; exceptions are the whole list. */
export const changeSettings = (body: { deadlines?: Record<string, number | null>; self_approvals?: SelfApproval[] }) => patch('/settings', { body })
