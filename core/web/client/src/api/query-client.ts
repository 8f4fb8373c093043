import { MutationCache, QueryClient } from '@tanstack/react-query'
import { isProblem, type Problem } from './problem'

// Errors of acts are told in one place; a screen that shows its own says so with meta.quiet.

let tell: (problem: Problem) => void = () => undefined
export const whenActFails = (fn: typeof tell) => { tell = fn }

// An act may succeed and still leave something to look at: what advisory rules say.
let advise: (sentence: string) => void = () => undefined
export const whenActIsRemarked = (fn: typeof advise) => { advise = fn }

const remarks = (data: unknown): string[] => {
  const list = typeof data === 'object' && data !== null && 'warnings' in data ? data.warnings : undefined
  return Array.isArray(list) ? (list as { detail?: string }[]).flatMap((w) => w.detail ?? []) : []
}

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Error
    mutationMeta: { quiet?: boolean }
  }
}

const wait = (attempt: number, error: unknown) => {
  const asked = isProblem(error) ? error.retryAfter : undefined
  return asked ? Math.min(asked, 30) * 1000 : Math.min(1000 * 2 ** attempt, 15_000) * (0.75 + Math.random() / 2)
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onSuccess: (data) => remarks(data).forEach((sentence) => advise(sentence)),
      onError: (error, _vars, _ctx, mutation) => {
        if (isProblem(error) && error.status !== 401 && !mutation.meta?.quiet) tell(error)
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: 'offlineFirst',
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: (count, error) => isProblem(error) && error.passing && count < 2,
        retryDelay: wait,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
