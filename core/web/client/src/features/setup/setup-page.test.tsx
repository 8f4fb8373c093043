import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { SetupState } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const state = (more: Partial<SetupState> = {}): SetupState => ({
  done: false,
  steps: [
    { id: 'units', done: true, have: 31, left: 0, missing: [] },
    { id: 'people', done: false, have: 1, left: 7, missing: ['Xã Một', 'Xã Hai', 'Xã Ba', 'Xã Bốn', 'Xã Năm'].map(both) },
    { id: 'modules', done: true, have: 1, left: 1, missing: [both('Cán bộ')] },
    { id: 'lengths', done: false, have: 0, left: 1, missing: [both('Trả lời đề nghị')] },
    { id: 'record', done: false, have: 0, left: 1, missing: [] },
  ],
  lengths: [{ setting: 'answer_days', label: both('Trả lời đề nghị'), unit: 'calendar_day', standard: 15, source: 'Tỉnh đặt' }],
  offers: [{
    id: 'small', label: both('Gói nhỏ'), hint: both('Để bắt đầu gọn'),
    choices: [
      { of: 'module', set: 'garden', label: both('Vườn'), source: both('Nghị quyết, mục I'), value: 1, now: 0, fixed: false },
      { of: 'duty', set: 'monthly', label: both('Báo cáo tháng'), source: both('Quy chế'), value: 0, now: null, fixed: false },
      { of: 'length', set: 'answer_days', label: both('Số ngày trả lời'), source: both('Tỉnh đặt'), value: 12, now: 10, fixed: false },
      { of: 'role', set: 'officer', label: both('Chuyên viên'), source: both('Điều lệ'), value: 1, now: 1, fixed: true },
      { of: 'limit', set: 'storage_bytes', label: both('Dung lượng'), source: both('Mức ban đầu'), value: 53687091200, now: null, fixed: true },
    ],
  }],
  ...more,
})
const admin = me({ can: ['admin:settings', 'admin:people', 'admin:units', 'admin:modules'], menu: [] })
const begin = (answer: () => SetupState, as = admin) => {
  server.use(
    http.get(at('/me'), () => HttpResponse.json(as)),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [], total: 0, missed: 0, below: [] })),
    http.get(at('/today'), () => HttpResponse.json({ overdue: [], due: [], returned: [], waiting: [], others: [], drafts: [], totals: { overdue: 0, due: 0, returned: 0, waiting: 0, others: 0, drafts: 0, more: false }, as_of: '2026-11-24T00:42:00Z' })),
    http.get(at('/setup'), () => HttpResponse.json(answer())),
  )
}

describe('Bắt đầu', () => {
  it('stands on Hôm nay of who sets the province up until nothing is left, and of nobody else', async () => {
    let now = state()
    begin(() => now)
    open()
    const card = within(await screen.findByRole('region', { name: 'Tỉnh đang bắt đầu' }))
    expect(card.getByText('Còn 3 trong 5 việc để tỉnh có số liệu đầu tiên.')).toBeVisible()
    expect(card.getByRole('link', { name: 'Tiếp tục' })).toHaveAttribute('href', '/setup')
    cleanup()
    now = state({ done: true })
    open()
    expect(await screen.findByText('Hôm nay không có việc nào chờ bạn')).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Tỉnh đang bắt đầu' })).toBeNull()
    cleanup()
    let asked = false
    begin(() => { asked = true; return state() }, me())
    open()
    expect(await screen.findByText('Hôm nay không có việc nào chờ bạn')).toBeVisible()
    expect(asked).toBe(false)
  })

  it('says what is left by name, each a tap from where it is done', async () => {
    begin(() => state())
    open('/setup')
    const steps = within(await screen.findByRole('region', { name: 'Các việc để bắt đầu' }))
    expect(steps.getAllByRole('link').map((a) => a.getAttribute('href'))).toEqual(['/units', '/people', '/modules', '/settings#lengths', '/people'])
    expect(steps.getByText('7 nơi chưa có ai: Xã Một, Xã Hai, Xã Ba, Xã Bốn, Xã Năm và 2 nơi khác')).toBeVisible()
    expect(steps.getAllByLabelText('Đã xong')).toHaveLength(2)
  })

  it('sets what is ticked of a pack, and confirms what the province leaves as proposed', async () => {
    const sent: unknown[] = []
    begin(() => state())
    server.use(
      http.post(at('/modules/:id'), async ({ request, params }) => { sent.push([params.id, await request.json()]); return HttpResponse.json([]) }),
      http.patch(at('/settings'), async ({ request }) => { sent.push(await request.json()); return HttpResponse.json({}) }),
    )
    const { user } = open('/setup')
    const packs = within(await screen.findByRole('region', { name: 'Chọn theo gói khởi đầu' }))
    await user.selectOptions(packs.getByRole('combobox', { name: 'Gói khởi đầu' }), 'small')
    expect(packs.getByText('Căn cứ: Nghị quyết, mục I')).toBeVisible()
    expect(packs.getByText('Gói đề nghị: 12. Tỉnh hiện nay: 10.')).toBeVisible()
    expect(packs.getByText('Gói đề nghị: 50 GB. Tỉnh hiện nay: chưa đặt.')).toBeVisible()
    expect(packs.getAllByRole('checkbox')).toHaveLength(3) // roles and limits are not set here
    await user.click(packs.getByRole('checkbox', { name: 'Báo cáo tháng' }))
    await user.click(packs.getByRole('button', { name: 'Áp dụng 2 mục đã đánh dấu' }))
    await waitFor(() => expect(sent).toEqual([['garden', { enabled: true }], { duties: {}, deadlines: { answer_days: 12 } }]))
    await user.click(screen.getByRole('button', { name: 'Xác nhận cả 1 mức gợi ý' }))
    await waitFor(() => expect(sent.at(-1)).toEqual({ deadlines: { answer_days: 15 } }))
  })
})
