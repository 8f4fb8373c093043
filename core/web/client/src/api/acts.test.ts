import { delay } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { me, rec } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { keepAct, sendActs, sendLater, takeBack, type Act } from './acts'
import { forget, unlock, vaultOf } from './device'
import { readKept, writeKept } from './kept'

const begun = (key: string): Act => ({ act: 'create', key, at: 1, title: `Việc ${key}`, kind: 'inspection.mission', unit: { id: 'unt_1', name: 'Xã Thạch Hà' }, fields: { subject: key } })
const asked = (key: string): Act => ({ act: 'step', key, at: 1, title: 'Giám sát', kind: 'inspection.mission', record: 'rec_1', step: 'report', version: 3, seen: { people: 1 }, fields: { people: 12 }, reason: 'Xong' })

let came: string[] = []
let line = false
let over: () => void = () => undefined
const told = vi.fn()
const other = (): ReturnType<typeof me> => me({ person: { id: 'per_2', login: 'cb.binh', name: 'Lê Văn Bình' }, device: { secret: 'c2VjcmV0IG9mIHBlcl8yLCBmb3IgYSB0ZXN0IG9ubHk=', until: '2099-01-01T00:00:00Z' } })
const PLACE = 'doanket.own.per_1.act.'

/** What waits for per_1 on the device, as it is once opened again. */
async function kept(): Promise<Act[]> {
  const vault = await vaultOf('per_1')
  const all = await Promise.all(Object.keys(localStorage).filter((k) => k.startsWith(PLACE)).map((k) => vault?.open(k, localStorage.getItem(k) ?? '') as Promise<Act>))
  return all.sort((a, b) => a.key.localeCompare(b.key))
}

beforeEach(async () => {
  over()
  forget()
  localStorage.clear()
  unlock(me())
  await vaultOf('per_1')
  told.mockClear()
  came = []
  line = false
  server.use(
    http.post(at('/records/inspection.mission'), ({ request }) => {
      if (!line) return HttpResponse.error()
      came.push(`create ${request.headers.get('idempotency-key')}`)
      return HttpResponse.json(rec(), { status: 201 })
    }),
    http.post(at('/records/rec_1/transitions/report'), ({ request }) => {
      if (!line) return HttpResponse.error()
      came.push(`step ${request.headers.get('idempotency-key')} ${request.headers.get('if-match')}`)
      return HttpResponse.json(rec({ version: 4 }))
    }),
  )
  over = sendLater('per_1', told)
})

describe('what is done without a line', () => {
  it('waits on the device and goes in order, each once, when the line is back', async () => {
    await expect(keepAct(begun('a'))).resolves.toBe(true)
    await keepAct(asked('b'))
    await writeKept('per_1', 'rec_1.report', { version: 3, at: 1, fields: { people: 12 } })
    await sendActs()
    expect(await kept()).toHaveLength(2)
    line = true
    window.dispatchEvent(new Event('online'))
    await sendActs()
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    expect(came).toEqual(['create a', 'step b "v3"'])
    expect(told).toHaveBeenCalledTimes(2)
    expect(readKept('per_1', 'rec_1.report')).toBeNull()
  })
  it('loses nothing of what waits when its author signs out while one is sent', async () => {
    let answer: () => void = () => undefined
    server.use(http.post(at('/records/inspection.mission'), () => new Promise<Response>((resolve) => { answer = () => resolve(HttpResponse.json(rec(), { status: 201 })) })))
    await keepAct(begun('a'))
    await keepAct(asked('b'))
    const sent = sendActs()
    await delay(50)
    over()
    answer()
    await sent
    expect((await kept()).map((k) => k.key)).toEqual(['b'])
    expect(told).not.toHaveBeenCalled()
  })
  it('sees what another tab kept and sent meanwhile', async () => {
    await keepAct(begun('a'))
    const vault = await vaultOf('per_1')
    const sealed = await vault?.seal(`${PLACE}other`, begun('other')) ?? ''
    localStorage.setItem(`${PLACE}other`, sealed)
    localStorage.removeItem(`${PLACE}a`)
    window.dispatchEvent(new StorageEvent('storage', { key: `${PLACE}other`, newValue: sealed }))
    window.dispatchEvent(new StorageEvent('storage', { key: `${PLACE}a`, newValue: null }))
    line = true
    await vi.waitFor(async () => { await sendActs(); expect(came).toEqual(['create other']) })
  })
  it('is taken up after a reload, by the one who did it and nobody else', async () => {
    await keepAct(begun('a'))
    over()
    line = true
    unlock(other())
    over = sendLater('per_2', told)
    await vaultOf('per_2')
    await sendActs()
    expect(came).toEqual([])
    over()
    unlock(me())
    over = sendLater('per_1', told)
    await vi.waitFor(() => expect(came).toEqual(['create a']))
  })
  it('lies on the device so that nobody else opens it, and is opened again by its owner', async () => {
    await keepAct({ ...begun('a'), title: 'Đơn của bà Hoa' })
    await writeKept('per_1', 'rec_1', { version: 3, at: 1, fields: { subject: 'Đơn của bà Hoa' } })
    expect(JSON.stringify(Object.entries(localStorage))).not.toMatch(/Hoa|Việc|inspection/)
    forget()
    unlock(other())
    const theirs = await vaultOf('per_2')
    for (const [place, sealed] of Object.entries(localStorage)) await expect(theirs?.open(place, String(sealed))).rejects.toThrow()
    unlock(me())
    await vaultOf('per_1')
    expect(readKept('per_1', 'rec_1')?.fields).toEqual({ subject: 'Đơn của bà Hoa' })
  })
  it('an earlier client kept in clear is sealed at the first sign-in, and still goes', async () => {
    over()
    forget()
    localStorage.setItem('doanket.acts.per_1', JSON.stringify([begun('old')]))
    localStorage.setItem('doanket.kept.per_1.rec_1', JSON.stringify({ version: 3, at: 1, fields: { subject: 'Đã gõ' } }))
    unlock(me())
    await vaultOf('per_1')
    expect(JSON.stringify(Object.entries(localStorage))).not.toMatch(/Đã gõ|Thạch Hà/)
    expect(readKept('per_1', 'rec_1')?.fields).toEqual({ subject: 'Đã gõ' })
    line = true
    over = sendLater('per_1', told)
    await vi.waitFor(() => expect(came).toEqual(['create old']))
  })
  it('can be taken back before it goes', async () => {
    await keepAct(begun('a'))
    takeBack('a')
    line = true
    await sendActs()
    expect(came).toEqual([])
  })
  it('stays with the answer where it is refused, holds up nothing behind it, and is not sent again', async () => {
    server.use(http.post(at('/records/rec_1/transitions/report'), () => refuse(409, 'stale_version', { detail: 'Hồ sơ đã thay đổi' })))
    await keepAct(asked('a'))
    await keepAct(begun('b'))
    line = true
    await sendActs()
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ key: 'a', refused: { status: 409, code: 'stale_version', detail: 'Hồ sơ đã thay đổi' } }]))
    await sendActs()
    expect(came).toEqual(['create b'])
    expect(told.mock.calls.filter(([act]) => (act as Act).key === 'a')).toHaveLength(1)
  })
})
