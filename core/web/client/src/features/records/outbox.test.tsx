import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Offer, RecordPage } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, commune, kind, me, rec } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'

const settled = (more: Partial<RecordPage> = {}) => rec({ state: 'sent', phase: 'active', draft: false, can: [], open: { fields: [], slots: [] }, ...more })
const report: Offer = { name: 'send', label: both('Gửi lãnh đạo duyệt'), to: 'sent', allowed: true, missing: [], reason: true, fields: ['people'] }
let held: RecordPage
let line = true
let answer: () => Response

beforeEach(() => {
  localStorage.clear()
  line = true
  window.dispatchEvent(new Event('online')) // whatever an earlier test left
  held = settled({ transitions: [report] })
  answer = () => HttpResponse.json(held)
  const on = (say: () => Response) => () => (line ? say() : HttpResponse.error())
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/units'), () => HttpResponse.json({ items: [{ id: commune.id, name: commune.name }], next: '' })),
    http.get(at('/records/rec_1'), () => HttpResponse.json(held)),
    http.get(at('/records/rec_1/history'), () => HttpResponse.json({ items: [] })),
    http.get(at('/records/rec_1/comments'), () => HttpResponse.json({ items: [] })),
    http.post(at('/records/inspection.mission'), on(() => answer())),
    http.post(at('/records/rec_1/transitions/send'), on(() => answer())),
  )
})
const back = () => {
  line = true
  window.dispatchEvent(new Event('online'))
}

describe('without a line', { timeout: 60_000 }, () => {
  it('a record is begun with all its fields, waits, and comes back with the server’s answer to be mended', async () => {
    const { user } = open('/records/inspection.mission/new')
    await screen.findByRole('button', { name: 'Tiếp tục' })
    line = false
    window.dispatchEvent(new Event('offline'))
    await user.type(await screen.findByLabelText(/^Nội dung giám sát/), 'Giám sát nước sạch')
    await user.type(screen.getByLabelText('Số người tham gia'), '12')
    answer = () => refuse(422, 'invalid', { detail: 'Có mục chưa đúng', errors: [{ field: 'people', code: 'out_of_range', detail: 'Chỉ nhập từ 1 đến 10' }] })
    await user.click(screen.getByRole('button', { name: 'Giữ lại, gửi khi có mạng' }))
    expect(await screen.findByText('Thêm cuộc giám sát: Giám sát nước sạch')).toBeVisible()
    expect(screen.getByText(/^Sẽ gửi khi có mạng/)).toBeVisible()
    back()
    const main = within(screen.getByRole('main'))
    expect(await main.findByText('Chưa được nhận: Có mục chưa đúng')).toBeVisible()
    expect(main.getByText('Chỉ nhập từ 1 đến 10')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Sửa và gửi lại' }))
    expect(await screen.findByLabelText(/^Nội dung giám sát/)).toHaveValue('Giám sát nước sạch')
  })
  it('a step waits in words; where somebody else was faster it shows what changed and asks again', async () => {
    const { user } = open('/record/rec_1')
    await user.click((await screen.findAllByRole('button', { name: 'Gửi lãnh đạo duyệt' }))[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    line = false
    await user.type(dialog.getByLabelText('Số người tham gia'), '12')
    await user.type(dialog.getByLabelText(/^Lý do/), 'Đã xong')
    await user.click(dialog.getByRole('button', { name: 'Gửi lãnh đạo duyệt' }))
    expect(await screen.findByText('«Gửi lãnh đạo duyệt» sẽ gửi khi có mạng')).toBeVisible()
    held = settled({ transitions: [report], version: 4, fields: { subject: 'Giám sát thu quỹ, đợt 2' } })
    answer = () => refuse(409, 'stale_version', { detail: 'Hồ sơ đã thay đổi từ khi bạn mở' })
    back()
    const told = await screen.findByText('Đã đổi: Nội dung giám sát. Hãy xem lại trước khi quyết định.')
    expect(told).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Xem lại và làm lại' }))
    const second = within(await screen.findByRole('dialog'))
    expect(second.getByLabelText('Số người tham gia')).toHaveValue('12')
    expect(second.getByLabelText(/^Lý do/)).toHaveValue('Đã xong')
    answer = () => HttpResponse.json(settled({ version: 5 }))
    await user.click(second.getByRole('button', { name: 'Gửi lãnh đạo duyệt' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
  it('a record begun as the line is cut, unnoticed, waits too', async () => {
    const { user } = open('/records/inspection.mission/new')
    await user.type(await screen.findByLabelText(/^Nội dung giám sát/), 'Giám sát nước sạch')
    line = false
    await user.click(screen.getByRole('button', { name: 'Tiếp tục' }))
    expect(await screen.findByText('Thêm cuộc giám sát: Giám sát nước sạch')).toBeVisible()
  })
  it('a step over what is typed and not sent yet says so, and takes nothing', async () => {
    held = rec({ transitions: [report] })
    let asked = 0
    server.use(
      http.patch(at('/records/rec_1'), () => HttpResponse.error()),
      http.post(at('/records/rec_1/transitions/send'), () => { asked += 1; return HttpResponse.json(held) }),
    )
    const { user } = open('/record/rec_1')
    const people = await screen.findByLabelText('Số người tham gia')
    line = false
    window.dispatchEvent(new Event('offline'))
    await user.type(people, '12')
    await user.click((await screen.findAllByRole('button', { name: 'Gửi lãnh đạo duyệt' }))[0] as HTMLElement)
    expect((await screen.findAllByText(/hồ sơ còn phần bạn nhập chưa gửi/)).length).toBeGreaterThan(0)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(people).toHaveValue('12')
    expect(asked).toBe(0)
  })
})
