import { post, remove, setCsrf } from './client'
import type { Me } from './types'

async function enter(path: string, body: object): Promise<Me> {
  const me = await post<Me>(path, body, { quiet: true })
  if (me?.csrf) setCsrf(me.csrf)
  return me
}

export const signIn = (body: { login: string; password: string; otp?: string }) => enter('/session', body)
export const redeemLink = (body: { secret: string; password?: string }) => enter('/session/link', body)

/** Ends the session and forgets what the device kept for reading. */
export async function signOut(): Promise<void> {
  await remove('/session', { quiet: true }).catch(() => undefined)
  setCsrf('')
  if ('caches' in globalThis) await caches.delete('doanket-reads').catch(() => false)
}
