import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Closing, ClosingStanding, ComparedFigure } from '@/api/types.gen'
import { show } from '@/test/render'
import { both } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { ClosingMark } from './closing-mark'

const closing: Closing = { id: 'cls_1', unit: 'unt_1', period: '2026-H1', edition: 1, sha256: 'ab', key: 'k', signature: 's', measures: 2, figures: 4, contributions: 9, by: { id: 'per_2', login: 'ct.hoa', name: 'Lê Văn Hòa' }, at: '2026-07-05T02:00:00Z' }
const part = (value: number) => ({ value, proven: value, claimed: 0, numerator: value, denominator: 0 })
const figure = (closed: number, today: number): ComparedFigure => ({ measure: 'demo.people', label: both('Người đã gặp'), in: 'count', closed: part(closed), today: part(today), restated: closed !== today })
let standing: ClosingStanding
let asked = 0
let sent: { body: unknown; match: string | null } | null

beforeEach(() => {
  sent = null
  asked = 0
  server.use(
    http.get(at('/closings/standing'), () => { asked++; return HttpResponse.json(standing) }),
    http.get(at('/closings/preview'), () => HttpResponse.json({ seen: 'so-da-xem', units: 12, measures: 2, figures: 24, contributions: 90, records: 57, changed: true, closed: standing.closing })),
    http.get(at('/closings/cls_1/changes'), () => HttpResponse.json({ hidden: 2, more: false, recounts: false, items: [
      { what: 'came', unit: 'unt_1', record: { id: 'rec_9', kind: 'demo.visit', number: '', title: 'Thăm hộ nghèo', state: 'done' }, acts: [{ at: '2026-07-20T02:00:00Z', by: { id: 'per_3', login: 'cb.lan', name: 'Trần Thị Lan' }, action: 'approve', reason: 'nộp muộn' }] },
    ] })),
    http.post(at('/closings'), async ({ request }) => {
      sent = { body: await request.json(), match: request.headers.get('If-Match') }
      standing = { closing, may_close: true, figures: [figure(7, 7)] }
      return HttpResponse.json(closing, { status: 201 })
    }),
  )
})

const mark = () => show(<ClosingMark unit="unt_1" period="2026-H1" />)

describe('the mark of a closed period', () => {
  it('lets whoever may close what was read, and then says who closed it', async () => {
    standing = { may_close: true, figures: [] }
    mark()
    await userEvent.click(await screen.findByRole('button', { name: 'Chốt số liệu' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Chốt số liệu' }))
    expect(await dialog.findByText(/Chốt 24 số liệu của 12 đơn vị trong 6 tháng đầu năm 2026, tính từ 57 hồ sơ/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Chốt số liệu' }))
    expect(await screen.findByText(/Lê Văn Hòa chốt lúc .* 05\/07\/2026, lần 1/)).toBeVisible()
    expect(screen.getByText('Từ đó đến nay không số liệu nào thay đổi.')).toBeVisible()
    expect(sent).toEqual({ body: { unit: 'unt_1', period: '2026-H1' }, match: 'so-da-xem' })
    let fetched = false
    server.use(http.get(at('/closings/cls_1/content'), () => { fetched = true; return new HttpResponse('{}') }))
    await userEvent.click(screen.getByRole('button', { name: 'Tải bản đã ký' }))
    await waitFor(() => expect(fetched).toBe(true))
  })

  it('shows what differs since, which records did it, and closes again only with a reason', async () => {
    standing = { closing, may_close: true, figures: [figure(7, 9)] }
    mark()
    await userEvent.click(await screen.findByText('1 số liệu nay khác so với lúc chốt'))
    expect(screen.getByText('Lúc chốt: 7')).toBeVisible()
    expect(screen.getByText('Nay: 9')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Vì sao khác' }))
    const why = within(await screen.findByRole('dialog', { name: 'Người đã gặp' }))
    expect(await why.findByRole('link', { name: 'Thăm hộ nghèo' })).toHaveAttribute('href', '/record/rec_9')
    expect(why.getByText(/Trần Thị Lan, .*: nộp muộn/)).toBeVisible()
    expect(why.getByText('Còn 2 hồ sơ bạn không được xem.')).toBeVisible()
    await userEvent.click(why.getByRole('button', { name: 'Đóng' }))
    await userEvent.click(screen.getByRole('button', { name: 'Chốt lại' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Chốt lại' }))
    await userEvent.click(await dialog.findByRole('button', { name: 'Chốt lại' }))
    expect(await dialog.findByText('Hãy nêu lý do.')).toBeVisible()
    expect(sent).toBeNull()
    await userEvent.type(dialog.getByRole('textbox', { name: /Lý do chốt lại/ }), 'Bổ sung hồ sơ nộp muộn')
    await userEvent.click(dialog.getByRole('button', { name: 'Chốt lại' }))
    expect(await screen.findByText('Từ đó đến nay không số liệu nào thay đổi.')).toBeVisible()
    expect(sent).toMatchObject({ body: { replaces: 'cls_1', reason: 'Bổ sung hồ sơ nộp muộn' } })
  })

  it('is not there for whoever may not close what nobody has closed', async () => {
    standing = { may_close: false, figures: [] }
    const { client } = mark()
    await waitFor(() => expect(asked).toBe(1))
    await waitFor(() => expect(client.isFetching()).toBe(0))
    expect(screen.queryByText(/chốt/i)).toBeNull()
  })
})
