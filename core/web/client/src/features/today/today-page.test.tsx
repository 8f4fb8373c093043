import { cleanup, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Offered, Today } from '@/api/types.gen'
import { open } from '@/test/open'
import { commune, kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const row = (n: number, more: Partial<Offered> = {}): Offered => ({
  id: `rec_${n}`, kind: 'inspection.mission', number: '', title: `Việc ${n}`, state: 'sent', unit: { id: commune.id, name: commune.name }, due_on: null, version: 1, updated_at: '2026-11-24T00:00:00Z', ...more,
})
const many = Array.from({ length: 20 }, (_, i) => row(i + 1))
const today = (more: Partial<Today> = {}): Today => ({
  overdue: [], due: [], returned: [], waiting: [], others: [], drafts: [], totals: { overdue: 0, due: 0, returned: 0, waiting: 0, others: 0, drafts: 0, more: false }, as_of: '2026-11-24T00:42:00Z', ...more,
})
let answer = today()
let asked: (string | null)[] = []

beforeEach(() => {
  asked = []
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [], total: 0, missed: 0, below: [] })),
    http.get(at('/today'), ({ request }) => {
      const part = new URL(request.url).searchParams.get('part')
      asked.push(part)
      return HttpResponse.json(part ? { ...answer, waiting: Array.from({ length: 24 }, (_, i) => row(i + 1)) } : answer)
    }),
  )
})

describe('Hôm nay', () => {
  it('tells whoever comes new where to begin, in the words of their role, until they have read it', async () => {
    server.use(http.get(at('/me'), () => HttpResponse.json(me({ help: [{ vi: 'Mở hồ sơ', en: 'Open a record' }, { vi: 'Tải minh chứng', en: 'Upload proof' }] }))))
    answer = today()
    const { user } = open()
    const steps = within(await screen.findByRole('region', { name: 'Bắt đầu từ đâu' }))
    expect(steps.getAllByRole('listitem').map((li) => li.textContent)).toEqual(['Mở hồ sơ', 'Tải minh chứng'])
    await user.click(steps.getByRole('button', { name: 'Đã hiểu' }))
    expect(screen.queryByRole('region', { name: 'Bắt đầu từ đâu' })).toBeNull()
    cleanup()
    open()
    expect(await screen.findByText('Hôm nay không có việc nào chờ bạn')).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Bắt đầu từ đâu' })).toBeNull()
  })
  it('counts all there is, shows the first, and leads to the whole of a part', async () => {
    answer = today({ waiting: many, totals: { overdue: 0, due: 0, returned: 0, waiting: 24, others: 0, drafts: 0, more: false } })
    const { user } = open()
    const part = within(await screen.findByRole('region', { name: /Chờ bạn xử lý/ }))
    expect(part.getByText('24')).toBeVisible()
    expect(part.getAllByRole('listitem')).toHaveLength(15)
    await user.click(part.getByRole('link', { name: 'Xem tất cả 24' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Chờ bạn xử lý' })).toBeVisible()
    expect(within(screen.getByRole('main')).getAllByRole('listitem')).toHaveLength(24)
    expect(asked).toContain('waiting')
  })
  it('shares its room among the parts, and says where not all was looked at', async () => {
    const twenty = { overdue: 20, due: 20, returned: 20, waiting: 200, others: 0, drafts: 20, more: true }
    answer = today({ overdue: many, due: many, returned: many, waiting: many, others: [], drafts: many, totals: twenty })
    open()
    const part = within(await screen.findByRole('region', { name: /Chờ bạn xử lý/ }))
    expect(part.getByText('200+')).toBeVisible()
    expect(part.getAllByRole('listitem')).toHaveLength(3)
    expect(screen.getByText('20+ việc đã quá hạn. Nên làm những việc này trước.')).toBeVisible()
  })
  it('keeps apart what waits for another unit, and says which', async () => {
    const party = { id: 'unt_9', name: 'Ủy ban nhân dân xã Thạch Hà' }
    const clock = { code: 'A-1', field: 'due_on', state: 'running', start: null, due: '2026-12-01', met_on: null, days: 7, party: [party], law: true, to_confirm: false } as const
    answer = today({ others: [row(1, { due_on: '2026-12-01', clock: { ...clock, party: [party] } })], totals: { overdue: 0, due: 0, returned: 0, waiting: 0, others: 1, drafts: 0, more: false } })
    open()
    const part = within(await screen.findByRole('region', { name: /Đang chờ đơn vị khác trả lời/ }))
    expect(part.getByText(/Ủy ban nhân dân xã Thạch Hà/)).toBeVisible()
    expect(screen.queryByRole('region', { name: /Chờ bạn xử lý/ })).toBeNull()
  })
  it('puts a missed duty before what is not late', async () => {
    const duty = { id: 'dut_1', duty: 'x.monthly', label: { vi: 'Báo cáo tháng' }, period: '2026-10', state: 'missed', can: [], unit: { id: commune.id, name: commune.name }, days: 5, due_on: '2026-10-31', have: 0, need: 1, begun: false, law: false, to_confirm: false, met_on: '', source: 'Quy chế' }
    answer = today({ waiting: [row(1)], totals: { overdue: 0, due: 0, returned: 0, waiting: 1, others: 0, drafts: 0, more: false } })
    server.use(http.get(at('/duties/today'), () => HttpResponse.json({ items: [duty], total: 1, missed: 1, below: [] })))
    open()
    await screen.findByRole('region', { name: /Nghĩa vụ định kỳ/ })
    expect(screen.getByText('1 việc đã quá hạn. Nên làm những việc này trước.')).toBeVisible()
    expect(screen.getAllByRole('region').flatMap((r) => r.getAttribute('data-part') ?? [])).toEqual(['duties', 'waiting'])
  })
  it('names the unit only where there are several', async () => {
    answer = today({ waiting: [row(1), row(2)], totals: { overdue: 0, due: 0, returned: 0, waiting: 2, others: 0, drafts: 0, more: false } })
    open()
    const rows = within(await screen.findByRole('region', { name: /Chờ bạn xử lý/ }))
    expect(rows.queryByText(/Xã Thạch Hà/)).toBeNull()
  })
  it('shortens a long title at a word and keeps the whole within reach', async () => {
    const title = 'Giám sát việc chi trả chế độ cho người có công với cách mạng và thân nhân của họ trên địa bàn toàn xã năm 2026, đợt kiểm tra thứ hai theo chỉ đạo của Ban Thường trực tỉnh và đề nghị của cử tri'
    answer = today({ waiting: [row(1, { title })], totals: { overdue: 0, due: 0, returned: 0, waiting: 1, others: 0, drafts: 0, more: false } })
    open()
    const link = await screen.findByRole('link', { name: title })
    expect(link.textContent).toMatch(/ \S+…$/)
    expect(title.startsWith(link.textContent?.replace('…', ' ') ?? '?')).toBe(true)
    expect(link).toHaveAttribute('title', title)
  })
  it('counts late records and late duties in its headline as their sections do', async () => {
    answer = today({ overdue: [row(1)], totals: { overdue: 27, due: 0, returned: 0, waiting: 0, others: 0, drafts: 0, more: false } })
    const duty = { id: 'dut_1', duty: 'x.monthly', label: { vi: 'Báo cáo tháng' }, period: '2026-10', state: 'missed', can: [], unit: { id: commune.id, name: commune.name }, days: 5, due_on: '2026-10-31', have: 0, need: 1, begun: false, law: false, to_confirm: false, met_on: '', source: 'Quy chế' }
    server.use(http.get(at('/duties/today'), () => HttpResponse.json({ items: [duty], total: 30, missed: 4, below: [] })))
    open()
    expect(await screen.findByText('27 hồ sơ và 4 nghĩa vụ định kỳ đã quá hạn. Nên làm những việc này trước.')).toBeVisible()
    expect(screen.getByRole('heading', { name: /^Quá hạn ?27$/ })).toBeVisible()
    expect(screen.getByRole('heading', { name: /Nghĩa vụ định kỳ của đơn vị ?30 ?4 đã quá hạn/ })).toBeVisible()
  })
})
