import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { get, remove, setCsrf } from './client'
import { keys } from './keys'
import { lock, unlock } from './device'
import { isLeaving, setLeaving } from './leaving'
import { Problem } from './problem'
import { forgetReads } from './reads'
import type { Kind, Me } from './types.gen'

/** Every way of signing in answers as /me does: this takes either in. */
export function takeMe(me: Me): Me {
  setCsrf(me.csrf)
  return me
}

export const fetchMe = async (): Promise<Me> => {
  const me = takeMe(await get('/me'))
  if (!isLeaving()) {
    unlock(me)
    return me
  }
  await lock()
  await forgetReads()
  await remove('/session', { quiet: true }) // an earlier leaving did not reach the server
  setLeaving(false)
  setCsrf('')
  throw new Problem({ status: 401, code: 'sign_in.required' })
}

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: fetchMe, staleTime: 5 * 60_000 })

/** The signed-in person; the shell puts it here, every screen below may rely on it. */
export const MeContext = createContext<Me | null>(null)

export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe outside of the signed-in shell')
  return me
}

export const useCan = (action: string): boolean => useMe().can.includes(action)

export const kindsQuery = queryOptions({
  queryKey: keys.kinds,
  queryFn: async () => new Map((await get('/kinds')).items.map((k) => [k.full_name, k])),
  staleTime: 10 * 60_000,
})

export function useKinds() {
  return useQuery(kindsQuery)
}

export function useKind(name: string | undefined): Kind | undefined {
  const { data } = useKinds()
  return name ? data?.get(name) : undefined
}
