import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'

vi.mock('@/api/outbox', () => ({ dropFile: () => Promise.resolve(), waitingOf: () => Promise.resolve([{ key: 'k', person: 'per_1', record: 'rec_9', slot: 'minutes', file: new File(['x'.repeat(100)], 'a.pdf'), at: 1 }]) }))
vi.mock('@/api/upload', () => ({ send: (input: import('@/api/upload').SendInput) => ({ start: () => input.onProgress(25, 100), pause: () => undefined, stop: () => undefined }) }))

const today = { overdue: [], due: [], returned: [], waiting: [], others: [], drafts: [], totals: { overdue: 0, due: 0, returned: 0, waiting: 0, others: 0, drafts: 0, more: false }, as_of: '2026-11-24T00:42:00Z' }
let signedIn = true
const read: string[] = []

beforeEach(() => {
  signedIn = true
  read.length = 0
  server.use(
    http.get(at('/me'), () => (signedIn ? HttpResponse.json(me()) : refuse(401, 'sign_in.required'))),
    http.get(at('/today'), () => (signedIn ? HttpResponse.json(today) : refuse(401, 'sign_in.required'))),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.post(at('/session'), () => { signedIn = true; return HttpResponse.json(me()) }),
    http.post(at('/notices/:id/read'), ({ params }) => { read.push(String(params.id)); return new HttpResponse(null, { status: 204 }) }),
    http.get(at('/notices'), () => HttpResponse.json({
      items: [{ id: 'ntf_1', code: 'returned', record: 'rec_7', kind: 'inspection.mission', title: 'Giám sát thu quỹ', due_on: '2026-12-01', created_at: '2026-11-24T00:00:00Z', read: read.length > 0 },
        { id: 'ntf_0', code: 'inspection.remind', kind: '', title: '', text: { vi: 'Đến kỳ báo cáo', en: 'The report is due' }, created_at: '2026-11-23T00:00:00Z', read: true }],
      next: '', unread: read.length > 0 ? 0 : 1,
    })),
  )
})

describe('the signed-in frame', () => {
  it('has a way past the navigation, the ways, and a named window', async () => {
    const { user } = open()
    expect(await screen.findByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    await waitFor(() => expect(document.title).toBe('Hôm nay · Đoàn Kết'))
    const ways = within(screen.getByRole('navigation', { name: 'Các mục của hệ thống' }))
    expect(ways.getByRole('link', { name: 'Hôm nay' })).toHaveAttribute('aria-current', 'page')
    expect(ways.getByRole('link', { name: 'Kế hoạch giám sát, phản biện xã hội năm' })).toHaveAttribute('href', '/records/inspection.annual_plan')
    expect(ways.getByText('Cán bộ Mặt trận, Xã Thạch Hà')).toBeInTheDocument()
    await user.click(screen.getByRole('link', { name: 'Đến thẳng nội dung' }))
    expect(screen.getByRole('main')).toHaveFocus()
  })
  it('keeps four ways under the thumb and the rest behind “Mục khác”', async () => {
    const { user } = open()
    const thumb = within(await screen.findByRole('navigation', { name: 'Các mục hay dùng' }))
    expect(thumb.getAllByRole('link')).toHaveLength(4)
    await user.click(thumb.getByRole('button', { name: 'Mục khác' }))
    const all = within(await screen.findByRole('dialog'))
    await user.click(all.getByRole('link', { name: 'Tài khoản của tôi' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
  it('sends on what waits of another record, and says how far it is', async () => {
    open()
    expect(await screen.findByText('Đang gửi 1 tệp của hồ sơ khác, đã được 25%. Bạn cứ làm việc tiếp.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Mở hồ sơ có tệp này' })).toHaveAttribute('href', '/record/rec_9')
  })
  it('changes the language', async () => {
    const { user, choose } = open()
    await user.click(await screen.findByRole('button', { name: /English/ }))
    expect(choose).toHaveBeenCalledWith('en')
  })
  it('says in the frame that an address leads nowhere', async () => {
    open('/khong-co')
    expect(await screen.findByRole('heading', { name: 'Không có trang này' })).toBeVisible()
    expect(screen.getByRole('navigation', { name: 'Các mục của hệ thống' })).toBeInTheDocument()
  })
})

describe('the bell', () => {
  it('counts, lists, and marks all as read', async () => {
    const { user } = open()
    await user.click(await screen.findByRole('button', { name: 'Thông báo, 1 chưa đọc' }))
    const box = within(await screen.findByRole('dialog'))
    expect(await box.findByText('Bị trả lại')).toBeVisible()
    expect(box.getByText('Đến kỳ báo cáo')).toBeVisible() // a module's own words, about no record
    expect(box.getAllByRole('link')).toHaveLength(1)
    expect(box.getByRole('link', { name: 'Giám sát thu quỹ' })).toHaveAttribute('href', '/record/rec_7')
    await user.click(box.getByRole('button', { name: 'Đánh dấu tất cả là đã đọc' }))
    await waitFor(() => expect(read).toEqual(['all']))
    await waitFor(() => expect(box.queryByText('Chưa đọc')).toBeNull())
  })
})

describe('without a session', () => {
  it('left without a line, is entered again when there is one', async () => {
    localStorage.setItem('doanket.leaving', '1')
    server.use(http.delete(at('/session'), () => { signedIn = false; return new HttpResponse(null, { status: 204 }) }))
    const { user } = open()
    await user.type(await screen.findByLabelText('Tên đăng nhập'), 'cb.lan')
    await user.type(screen.getByLabelText('Mật khẩu'), 'mật khẩu dài{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
  })
  it('asks to sign in at the address, and then shows what was asked for', async () => {
    signedIn = false
    const { user, router } = open('/records/core.recommendation')
    server.use(http.get(at('/records/core.recommendation'), () => HttpResponse.json({ items: [], next: '' })))
    await user.type(await screen.findByLabelText('Tên đăng nhập'), 'cb.lan')
    await user.type(screen.getByLabelText('Mật khẩu'), 'mật khẩu dài{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Kiến nghị' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/records/core.recommendation')
  })
  it('that ended at work signs in over the screen and tells the drafts', async () => {
    const again = vi.fn()
    window.addEventListener('doanket:signed-in', again, { once: true })
    const { user, client } = open()
    await screen.findByRole('heading', { level: 1, name: 'Hôm nay' })
    const forgotten: string[] = []
    vi.stubGlobal('caches', { delete: (name: string) => Promise.resolve(forgotten.push(name) > 0) })
    signedIn = false
    void client.invalidateQueries({ queryKey: ['today'] })
    const box = within(await screen.findByRole('dialog'))
    await waitFor(() => expect(forgotten).toEqual(['doanket-sealed-reads'])) // the next to open the phone without a line reads nothing of it
    vi.unstubAllGlobals()
    expect(box.getByLabelText('Tên đăng nhập')).toHaveValue('cb.lan')
    await user.type(box.getByLabelText('Mật khẩu'), 'mật khẩu dài{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(again).toHaveBeenCalledOnce()
  })
})
