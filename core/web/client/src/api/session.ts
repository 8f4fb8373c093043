import { post, remove, setCsrf } from './client'
import { lock, unlock } from './device'
import { setLeaving } from './leaving'
import { takeMe } from './me'
import { getWay, setWay } from './providers'
import { forgetReads } from './reads'
import type { Me, SessionLinkIn, SessionOpenIn } from './types.gen'

// A refused attempt is no end of a session, hence quiet. A session may have ended
// by itself, so the way in forgets too, and before anything is read anew.
const enter = async (entered: Promise<Me>): Promise<Me> => {
  const me = await entered
  setLeaving(false)
  await forgetReads()
  unlock(me)
  return takeMe(me)
}

export const signIn = (body: SessionOpenIn) => enter(post('/session', { body, quiet: true }))
export const finishProvider = (id: string, body: { state: string; code: string }) => enter(post('/session/providers/{id}/finish', { path: { id }, body, quiet: true })).then((me) => {
  setWay(id)
  return me
})
export const redeemLink = (body: SessionLinkIn) => enter(post('/session/link', { body, quiet: true }))

/** Ends the session, or with everywhere all of the person's; gives up the key of what waits and forgets what was kept for reading. Answers where to go then: out of the provider too, where one let the person in. */
export async function signOut(everywhere = false): Promise<string> {
  setLeaving(true)
  await lock() // before the line is asked for anything: it may hang, and the page be closed
  await forgetReads()
  await (everywhere ? remove('/me/sessions') : remove('/session', { quiet: true })).then(() => setLeaving(false), () => undefined)
  setCsrf('')
  const id = getWay()
  setWay('')
  if (!id) return '/'
  return post('/session/providers/{id}/leave', { path: { id }, quiet: true }).then(({ url }) => url || '/', () => '/')
}
