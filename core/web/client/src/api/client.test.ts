import { delay } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { call, setCsrf, setRequestLanguage, url, whenProofIsAsked, whenSignedOut } from './client'
import { connection } from './connection'
import { Problem } from './problem'

const failure = (act: Promise<unknown>) => act.then(() => { throw new Error('it succeeded') }, (e: unknown) => e as Problem)

afterEach(() => {
  setCsrf('')
  setRequestLanguage('vi')
  whenSignedOut(() => undefined)
})

describe('what is sent', () => {
  it('leaves empty filters out of the address', () => {
    expect(url('/units', { q: '', under: undefined, ids: [], open: false, limit: 0, kind: ['xã', 'phường'] })).toBe('/api/v1/units?limit=0&kind=x%C3%A3%2Cph%C6%B0%E1%BB%9Dng')
  })
  it('names a map\'s keys in brackets', () => {
    expect(decodeURIComponent(url('/records/a.b', { filter: { form: 'team', held: 'true' } }))).toBe('/api/v1/records/a.b?filter[form]=team&filter[held]=true')
  })
  it('carries version, key, language and CSRF with an act, and none of them with a read', async () => {
    const seen: Headers[] = []
    server.use(http.all(at('/x'), ({ request }) => { seen.push(request.headers); return HttpResponse.json({}) }))
    setCsrf('abc')
    setRequestLanguage('en')
    await call('/x')
    await call('/x', { method: 'PATCH', body: { a: 1 }, version: 7, idempotencyKey: 'k1' })
    expect(seen[0]?.get('x-csrf-token')).toBeNull()
    expect(seen[0]?.get('accept-language')).toBe('en')
    expect(seen[1]?.get('x-csrf-token')).toBe('abc')
    expect(seen[1]?.get('if-match')).toBe('"v7"')
    expect(seen[1]?.get('idempotency-key')).toBe('k1')
    expect(seen[1]?.get('content-type')).toBe('application/json')
  })
  it('takes an empty answer', async () => {
    server.use(http.post(at('/x'), () => new HttpResponse(null, { status: 204 })))
    expect(await call('/x', { method: 'POST' })).toBeUndefined()
  })
})

describe('what is refused', () => {
  it('keeps code, sentence, fields and patience of the server', async () => {
    server.use(http.post(at('/x'), () => refuse(422, 'invalid', { detail: 'Chỗ này chưa đúng', errors: [{ field: 'fields.subject', code: 'required', detail: 'Cần điền' }], params: { max: '3' } })))
    const e = await failure(call('/x', { method: 'POST' }))
    expect(e).toBeInstanceOf(Problem)
    expect(e).toMatchObject({ status: 422, code: 'invalid', message: 'Chỗ này chưa đúng', passing: false, params: { max: '3' } })
    expect(e.errors[0]).toMatchObject({ field: 'fields.subject', detail: 'Cần điền' })
  })
  it('reads Retry-After and calls a busy server passing', async () => {
    server.use(http.get(at('/x'), () => HttpResponse.json({ code: 'module_unavailable' }, { status: 503, headers: { 'Retry-After': '7' } })))
    expect(await failure(call('/x'))).toMatchObject({ retryAfter: 7, passing: true })
  })
  it('survives a proxy’s page', async () => {
    server.use(http.get(at('/x'), () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 })))
    expect(await failure(call('/x'))).toMatchObject({ code: 'http.502', passing: true, errors: [] })
  })
  it('tells the end of a session, but not a refused sign-in', async () => {
    const ended = vi.fn()
    whenSignedOut(ended)
    server.use(http.all(at('/x'), () => refuse(401, 'sign_in.required')))
    await failure(call('/x', { method: 'POST', quiet: true }))
    expect(ended).not.toHaveBeenCalled()
    await failure(call('/x'))
    expect(ended).toHaveBeenCalledOnce()
  })
})

describe('no line', () => {
  it('is one problem, and the screens are told', async () => {
    server.use(http.get(at('/x'), () => HttpResponse.error()))
    expect(await failure(call('/x'))).toMatchObject({ status: 0, code: 'offline', passing: true })
    expect(connection.get().online).toBe(false)
    server.use(http.get(at('/x'), () => HttpResponse.json({})))
    await call('/x')
    expect(connection.get().online).toBe(true)
  })
  it('is not what an abandoned read is', async () => {
    server.use(http.get(at('/x'), async () => { await delay(5000); return HttpResponse.json({}) }))
    const left = new AbortController()
    const asked = failure(call('/x', { signal: left.signal }))
    left.abort()
    expect(await asked).not.toBeInstanceOf(Problem)
    expect(connection.get().online).toBe(true)
  })
})

it('goes on with the act once the reader has shown that it is them, and not before', async () => {
  let proved = false
  let asked = 0
  server.use(http.post(at('/me/tokens'), () => (proved ? HttpResponse.json({ id: 'tok_1' }, { status: 201 }) : refuse(403, 'sign_in.again'))))
  whenProofIsAsked(() => { asked++; return Promise.resolve(false) })
  await expect(call('/me/tokens', { method: 'POST', body: {} })).rejects.toMatchObject({ code: 'sign_in.again' })
  whenProofIsAsked(() => { asked++; proved = true; return Promise.resolve(true) })
  await expect(call('/me/tokens', { method: 'POST', body: {} })).resolves.toEqual({ id: 'tok_1' })
  expect(asked).toBe(2)
  whenProofIsAsked(() => Promise.resolve(false))
})
