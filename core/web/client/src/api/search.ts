import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from './client'

// The search over everything in the province.

export interface Question { q?: string; under?: string; kind?: string; from?: string; to?: string }

export const searchQuery = (question: Question) =>
  queryOptions({
    queryKey: ['search', question],
    queryFn: ({ signal }) => get('/search', { query: { ...question }, signal }),
    enabled: Boolean(question.q),
    placeholderData: keepPreviousData,
    staleTime: 5_000, // what was written meanwhile is found
  })
