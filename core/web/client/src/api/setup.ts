import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import { keys } from './keys'

/** How far a new province is. Every act elsewhere may finish a step, so it is asked anew. */
export const setupQuery = queryOptions({ queryKey: keys.setup, queryFn: ({ signal }) => get('/setup', { signal }), staleTime: 0 })
