import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { me } from '@/test/samples'
import { server } from '@/test/server'
import { fetchMe } from './me'
import { redeemLink, signIn, signOut } from './session'

const forgotten: string[] = []

beforeEach(() => {
  forgotten.length = 0
  vi.stubGlobal('caches', { delete: async (name: string) => { forgotten.push(name); return true } })
})
afterEach(() => vi.unstubAllGlobals())

// Two people share a phone: what one read must not come up for the other, who
// may arrive after a session that ended by itself.
test.each([
  ['signing in', () => signIn({ login: 'hoa', password: 'x' })],
  ['a one-time link', () => redeemLink({ secret: 's' })],
  ['signing out', () => signOut()],
])('%s forgets what the device kept for reading', async (_, act) => {
  server.use(
    http.post('/api/v1/session', () => HttpResponse.json(me())),
    http.post('/api/v1/session/link', () => HttpResponse.json(me())),
    http.delete('/api/v1/session', () => new HttpResponse(null, { status: 204 })),
  )
  await act()
  expect(forgotten).toEqual(['doanket-sealed-reads'])
})

test('a refused attempt keeps them', async () => {
  server.use(http.post('/api/v1/session', () => HttpResponse.json({ code: 'sign_in.failed', status: 401 }, { status: 401 })))
  await expect(signIn({ login: 'hoa', password: 'x' })).rejects.toThrow()
  expect(forgotten).toEqual([])
})

// The line was gone when the person left: the server hears of it before anybody is let in.
test('leaving without a line is made up for', async () => {
  let over = 0
  server.use(
    http.get('/api/v1/me', () => HttpResponse.json(me())),
    http.delete('/api/v1/session', () => HttpResponse.error(), { once: true }),
    http.delete('/api/v1/session', ({ request }) => { if (request.headers.get('X-CSRF-Token')) over++; return new HttpResponse(null, { status: 204 }) }),
  )
  await signOut()
  await expect(fetchMe()).rejects.toMatchObject({ status: 401 })
  expect(over).toBe(1)
  await expect(fetchMe()).resolves.toMatchObject({ person: me().person })
})
