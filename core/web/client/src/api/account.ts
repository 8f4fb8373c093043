import { queryOptions } from '@tanstack/react-query'
import { get, post, remove } from './client'
import { keys } from './keys'
import type { DelegateIn, TokenCreateIn } from './types.gen'

// The reader's own keys to the house: password, second factor, browsers, API tokens.

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: async ({ signal }) => (await get('/me/sessions', { signal })).items,
})

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: async ({ signal }) => (await get('/me/tokens', { signal })).items,
})

export const delegationsQuery = queryOptions({ queryKey: keys.delegations, queryFn: ({ signal }) => get('/me/delegations', { signal }) })

// A wrong present password is no end of the session, hence quiet.
export const prove = (body: { password?: string; otp?: string }) => post('/me/proof', { body, quiet: true })
export const changePassword = (body: { current: string; password: string; otp?: string }) => post('/me/password', { body, quiet: true })
export const beginOtp = () => post('/me/otp')
export const confirmOtp = (code: string) => post('/me/otp/confirm', { body: { code }, quiet: true })
export const endSession = (id: string) => remove('/me/sessions/{id}', { path: { id } })
export const makeToken = (body: TokenCreateIn, idempotencyKey: string) => post('/me/tokens', { body, idempotencyKey })
export const endToken = (id: string) => remove('/me/tokens/{id}', { path: { id } })
export const delegate = (body: DelegateIn, idempotencyKey: string) => post('/me/delegations', { body, idempotencyKey, quiet: true })
export const endDelegation = (id: string) => remove('/me/delegations/{id}', { path: { id } })
