import { post, remove, setCsrf } from './client'
import { takeMe } from './me'
import type { Me } from './types'

// A refused attempt is no end of a session, hence quiet.
const enter = async (path: string, body: object): Promise<Me> => takeMe(await post<Me>(path, body, { quiet: true }))

export const signIn = (body: { login: string; password: string; otp?: string }) => enter('/session', body)
export const redeemLink = (body: { secret: string; password?: string; otp?: string }) => enter('/session/link', body)

/** Ends the session and forgets what the device kept for reading. */
export async function signOut(): Promise<void> {
  await remove('/session', { quiet: true }).catch(() => undefined)
  setCsrf('')
  if ('caches' in globalThis) await caches.delete('doanket-reads').catch(() => false)
}
