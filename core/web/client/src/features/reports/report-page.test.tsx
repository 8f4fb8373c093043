import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '@/api/types.gen'
import { open } from '@/test/open'
import { me, unit } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { report, text } from './sample'

let held: Report
let puts: { key: string; text: string; match: string | null }[]

const change = (key: string, more: object) => {
  held = { ...held, chapters: held.chapters.map((c) => ({ ...c, sections: c.sections.map((s) => (s.text.key === key ? { ...s, text: { ...s.text, ...more } } : s)) })) }
}

beforeEach(() => {
  held = report()
  puts = []
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [] })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
    http.get(at('/units/unt_1'), () => HttpResponse.json(unit())),
    http.get(at('/reports'), () => HttpResponse.json({ items: [{ id: 'half_year', grain: 'half', label: { vi: 'Báo cáo 6 tháng', en: 'Six-month report' } }] })),
    http.get(at('/reports/half_year'), () => HttpResponse.json(held)),
    http.put(at('/reports/half_year/texts/:key'), async ({ request, params }) => {
      const body = (await request.json()) as { text: string }
      puts.push({ key: String(params.key), text: body.text, match: request.headers.get('If-Match') })
      return HttpResponse.json({ version: puts.length + 1 })
    }),
  )
})

const openReport = async () => {
  const opened = open('/reports/half_year?period=2026-H2')
  await screen.findByRole('article', { name: 'Nội dung báo cáo' })
  return opened
}
const limits = () => screen.getByRole('textbox', { name: 'Hạn chế, nguyên nhân' })
/** All at once: the quiet after which it is saved has no place between two letters on a slow machine. */
const type = async (user: ReturnType<typeof open>['user'], text: string) => {
  await user.click(limits())
  await user.paste(text)
}

describe('the report', () => {
  it('reads like the paper, every number opens its source', async () => {
    await openReport()
    const paper = within(screen.getByRole('article'))
    expect(paper.getByRole('heading', { name: 'I. Kết quả thực hiện' })).toBeVisible()
    expect(paper.getByText('Số: …/BC-MTTQ-BTT')).toBeVisible()
    expect(paper.getByText('Thạch Hà, ngày 05 tháng 12 năm 2026')).toBeVisible()
    const number = paper.getByRole('link', { name: /^12: Chuyến thăm, 3 chưa có minh chứng/ })
    expect(number).toHaveAttribute('href', '/figures/demo.visits?unit=unt_1&period=2026-H2')
    expect(paper.getByRole('link', { name: 'NH-01' })).toHaveAttribute('href', '/record/rec_1')
    expect(paper.getByText('2 hồ sơ bạn không có quyền xem.')).toBeVisible()
    const cited = paper.getByText('Đối chiếu số liệu (1)').closest('details') as HTMLElement
    expect(within(cited).getByText('≥ 11')).toBeInTheDocument()
    expect(within(cited).getByText('10')).toBeInTheDocument()
  })

  it('keeps what is typed and saves it by itself, each time on what was last there', async () => {
    const { user } = await openReport()
    await type(user, 'Còn chậm')
    await waitFor(() => expect(puts).toEqual([{ key: 'limits', text: 'Còn chậm', match: null }]))
    expect(await screen.findByText(/^Đã lưu lúc/)).toBeVisible()
    expect(localStorage.length).toBe(0)
    await type(user, ' ở hai thôn')
    await waitFor(() => expect(puts.at(-1)).toEqual({ key: 'limits', text: 'Còn chậm ở hai thôn', match: '"v2"' }))
  })

  it('loses nothing without a line, not even when the page is left', async () => {
    server.use(http.put(at('/reports/half_year/texts/:key'), () => HttpResponse.error()))
    const { user } = await openReport()
    await type(user, 'Viết khi mất mạng')
    expect(await screen.findByText('Đã giữ trên máy này, chưa gửi được')).toBeVisible()
    document.body.innerHTML = ''
    await openReport()
    expect(limits()).toHaveValue('Viết khi mất mạng')
  })

  it('shows what somebody else wrote and writes over nothing', async () => {
    const { user } = await openReport()
    server.use(http.put(at('/reports/half_year/texts/:key'), async ({ request }) => {
      const body = (await request.json()) as { text: string }
      puts.push({ key: 'limits', text: body.text, match: request.headers.get('If-Match') })
      return request.headers.get('If-Match') === '"v1"' ? HttpResponse.json({ version: 2 }) : refuse(409, 'report.text_changed')
    }))
    change('limits', { text: 'Của người khác', shown: 'Của người khác', version: 1 })
    await type(user, 'Của tôi')
    expect(await screen.findByText('Người khác vừa viết ở phần này')).toBeVisible()
    expect(screen.getAllByText('Của người khác').length).toBeGreaterThan(0)
    expect(limits()).toHaveValue('Của tôi')
    const before = puts.length
    await user.click(screen.getByRole('button', { name: 'Giữ phần tôi viết' }))
    await waitFor(() => expect(puts.slice(before)).toEqual([{ key: 'limits', text: 'Của tôi', match: '"v1"' }]))
    await waitFor(() => expect(screen.queryByText('Người khác vừa viết ở phần này')).toBeNull())
  })

  it('takes over what is carried over by one tap', async () => {
    change('limits', { text: 'Như kỳ trước ở {unit}.', shown: '', from: '2026-H1', version: 0 })
    const { user } = await openReport()
    expect(limits()).toHaveValue('Như kỳ trước ở {đơn vị}.')
    expect(screen.getByText('Trên giấy ghi: Như kỳ trước ở Xã Thạch Hà.')).toBeVisible()
    expect(screen.getByText('Chép từ 6 tháng đầu năm 2026, chưa xác nhận cho kỳ này')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Dùng cho kỳ này' }))
    await waitFor(() => expect(puts).toEqual([{ key: 'limits', text: 'Như kỳ trước ở {unit}.', match: null }]))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Dùng cho kỳ này' })).toBeNull())
  })

  it('is frozen as it was read, after the sentence that will be true', async () => {
    let match: string | null = null
    server.use(http.post(at('/reports/half_year/freeze'), ({ request }) => {
      match = request.headers.get('If-Match')
      held = { ...held, may_write: false, may_freeze: false, frozen: { by: { id: 'per_2', name: 'Lê Văn Hòa' }, at: '2026-12-31T03:00:00Z', sha256: 'a'.repeat(64) } }
      return HttpResponse.json(held)
    }))
    const { user } = await openReport()
    await user.click(screen.getByRole('button', { name: 'Còn 2 chỗ cần xem' }))
    expect(await screen.findByRole('button', { name: 'Hạn chế, nguyên nhân' })).toBeVisible()
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Đóng' }))
    await user.click(screen.getByRole('button', { name: 'Chốt báo cáo' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Chốt báo cáo' }))
    expect(dialog.getByText(/^Sau khi chốt, báo cáo 6 tháng cuối năm 2026 của Xã Thạch Hà giữ nguyên/)).toBeVisible()
    expect(dialog.getByText(/^Kỳ báo cáo chưa kết thúc/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Chốt báo cáo' }))
    expect(await screen.findByText('Lê Văn Hòa đã chốt báo cáo lúc 10:00 31/12/2026')).toBeVisible()
    expect(match).toBe('digest-1')
    expect(screen.queryByRole('textbox', { name: 'Hạn chế, nguyên nhân' })).toBeNull()
    expect(screen.getByText('a'.repeat(64))).toBeInTheDocument()
  })

  it('is read again when it says something else by now', async () => {
    server.use(http.post(at('/reports/half_year/freeze'), () => {
      held = { ...held, seen: 'digest-2' }
      return refuse(409, 'report.changed', { detail: 'Số liệu hoặc nội dung báo cáo vừa thay đổi.' })
    }))
    const { user } = await openReport()
    await user.click(screen.getByRole('button', { name: 'Chốt báo cáo' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Chốt báo cáo' }))
    expect(await dialog.findByText('Số liệu hoặc nội dung báo cáo vừa thay đổi.')).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Xem lại báo cáo' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('is only read by whoever may do no more', async () => {
    held = report({ may_write: false, may_freeze: false, opening: text('opening', 'Kết quả như sau:') })
    await openReport()
    expect(screen.queryByRole('textbox', { name: 'Hạn chế, nguyên nhân' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Chốt báo cáo' })).toBeNull()
    expect(screen.getByRole('heading', { name: '1. Ưu điểm' })).toBeVisible()
    expect(screen.queryByRole('heading', { name: /Hạn chế/ })).toBeNull()
  })
})
