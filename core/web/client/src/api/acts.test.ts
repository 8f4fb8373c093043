import { delay } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { rec } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { keepAct, sendActs, sendLater, takeBack, type Act } from './acts'
import { readKept, writeKept } from './kept'

const begun = (key: string): Act => ({ act: 'create', key, at: 1, title: `Việc ${key}`, kind: 'inspection.mission', unit: { id: 'unt_1', name: 'Xã Thạch Hà' }, fields: { subject: key } })
const asked = (key: string): Act => ({ act: 'step', key, at: 1, title: 'Giám sát', kind: 'inspection.mission', record: 'rec_1', step: 'report', version: 3, seen: { people: 1 }, fields: { people: 12 }, reason: 'Xong' })

let came: string[] = []
let line = false
let over: () => void = () => undefined
const told = vi.fn()
const kept = () => JSON.parse(localStorage.getItem('doanket.acts.per_1') ?? '[]') as Act[]

beforeEach(() => {
  over()
  localStorage.clear()
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
    expect(keepAct(begun('a'))).toBe(true)
    keepAct(asked('b'))
    writeKept('per_1', 'rec_1.report', { version: 3, at: 1, fields: { people: 12 } })
    await sendActs()
    expect(kept()).toHaveLength(2)
    line = true
    window.dispatchEvent(new Event('online'))
    await sendActs()
    await vi.waitFor(() => expect(kept()).toEqual([]))
    expect(came).toEqual(['create a', 'step b "v3"'])
    expect(told).toHaveBeenCalledTimes(2)
    expect(readKept('per_1', 'rec_1.report')).toBeNull()
  })
  it('loses nothing of what waits when its author signs out while one is sent', async () => {
    let answer: () => void = () => undefined
    server.use(http.post(at('/records/inspection.mission'), () => new Promise<Response>((resolve) => { answer = () => resolve(HttpResponse.json(rec(), { status: 201 })) })))
    keepAct(begun('a'))
    keepAct(asked('b'))
    const sent = sendActs()
    await delay(50)
    over()
    answer()
    await sent
    expect(kept().map((k) => k.key)).toEqual(['b'])
    expect(told).not.toHaveBeenCalled()
  })
  it('keeps what another tab kept meanwhile', () => {
    keepAct(begun('a'))
    localStorage.setItem('doanket.acts.per_1', JSON.stringify([...kept(), begun('other')]))
    keepAct(begun('c'))
    takeBack('a')
    expect(kept().map((k) => k.key)).toEqual(['other', 'c'])
  })
  it('is taken up after a reload, by the one who did it and nobody else', async () => {
    keepAct(begun('a'))
    over()
    line = true
    over = sendLater('per_2', told)
    await delay(50)
    expect(came).toEqual([])
    over()
    over = sendLater('per_1', told)
    await vi.waitFor(() => expect(came).toEqual(['create a']))
  })
  it('can be taken back before it goes', async () => {
    keepAct(begun('a'))
    takeBack('a')
    line = true
    await sendActs()
    expect(came).toEqual([])
  })
  it('stays with the answer where it is refused, holds up nothing behind it, and is not sent again', async () => {
    server.use(http.post(at('/records/rec_1/transitions/report'), () => refuse(409, 'stale_version', { detail: 'Hồ sơ đã thay đổi' })))
    keepAct(asked('a'))
    keepAct(begun('b'))
    line = true
    await sendActs()
    await vi.waitFor(() => expect(kept()).toMatchObject([{ key: 'a', refused: { status: 409, code: 'stale_version', detail: 'Hồ sơ đã thay đổi' } }]))
    await sendActs()
    expect(came).toEqual(['create b'])
    expect(told.mock.calls.filter(([act]) => (act as Act).key === 'a')).toHaveLength(1)
  })
})
