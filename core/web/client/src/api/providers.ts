import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

// Signing in elsewhere: the page leaves for the provider and comes back to /signed-in/{id}.

export const providersQuery = queryOptions({
  queryKey: keys.providers,
  queryFn: async ({ signal }) => (await get('/session/providers', { signal })).items,
  staleTime: 10 * 60_000,
  retry: false,
})

/** Where the browser goes to sign in there. */
export const beginProvider = (id: string) => post('/session/providers/{id}', { path: { id }, quiet: true })

const MARK = 'doanket.way'

/** By which provider the person came in; "" for none. */
export const getWay = (): string => {
  try {
    return localStorage.getItem(MARK) ?? ''
  } catch {
    return ''
  }
}

export const setWay = (id: string): void => {
  try {
    if (id) localStorage.setItem(MARK, id)
    else localStorage.removeItem(MARK)
  } catch {
    // a device that keeps nothing leaves the provider by hand
  }
}
