import { post, remove, setCsrf } from './client'
import { setLeaving } from './leaving'
import { takeMe } from './me'
import type { Me } from './types'

/** What the device kept for reading is of whoever was signed in: on a weak line it would be shown to the next. */
const forgetReads = async () => {
  if ('caches' in globalThis) await caches.delete('doanket-reads').catch(() => false)
}

// A refused attempt is no end of a session, hence quiet. A session may have ended
// by itself, so the way in forgets too, and before anything is read anew.
const enter = async (path: string, body: object): Promise<Me> => {
  const me = await post<Me>(path, body, { quiet: true })
  setLeaving(false)
  await forgetReads()
  return takeMe(me)
}

export const signIn = (body: { login: string; password: string; otp?: string }) => enter('/session', body)
export const redeemLink = (body: { secret: string; password?: string; otp?: string }) => enter('/session/link', body)

/** Ends the session and forgets what the device kept for reading. */
export async function signOut(): Promise<void> {
  setLeaving(true)
  await remove('/session', { quiet: true }).then(() => setLeaving(false), () => undefined)
  setCsrf('')
  await forgetReads()
}
