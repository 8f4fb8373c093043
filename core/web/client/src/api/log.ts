import { infiniteQueryOptions } from '@tanstack/react-query'
import { get } from './client'
import { keys } from './keys'

export interface LogQuery { action?: string; unit?: string; person?: string; from?: string; to?: string }

/** The log of the province, page by page, newest first. */
export const logQuery = (query: LogQuery) =>
  infiniteQueryOptions({
    queryKey: keys.log(query),
    queryFn: ({ pageParam, signal }) => get('/audit', { query: { limit: 50, ...query, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })
