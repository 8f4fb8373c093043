import { queryOptions } from '@tanstack/react-query'
import { get, post, remove } from './client'
import { keys } from './keys'

// The reader's own keys to the house: password, second factor, browsers, API tokens.

export interface Browser { id: string; ip: string; agent: string; created_at: string; last_seen: string; expires: string; current: boolean }
export interface Token { id: string; name: string; allow: string[] | null; expires: string; last_used?: string; created_at: string }
export interface NewToken extends Token { secret: string }

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: async ({ signal }) => (await get<{ items: Browser[] | null }>('/me/sessions', undefined, signal)).items ?? [],
})

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: async ({ signal }) => (await get<{ items: Token[] | null }>('/me/tokens', undefined, signal)).items ?? [],
})

// A wrong present password is no end of the session, hence quiet.
export const changePassword = (body: { current: string; password: string; otp?: string }) => post<undefined>('/me/password', body, { quiet: true })
export const beginOtp = () => post<{ secret: string; url: string }>('/me/otp')
export const confirmOtp = (code: string) => post<{ recovery_codes: string[] | null }>('/me/otp/confirm', { code }, { quiet: true })
export const endSession = (id: string) => remove<undefined>(`/me/sessions/${id}`)
export const makeToken = (body: { name: string; allow: string[]; expires: string }, idempotencyKey: string) => post<NewToken>('/me/tokens', body, { idempotencyKey })
export const endToken = (id: string) => remove<undefined>(`/me/tokens/${id}`)
