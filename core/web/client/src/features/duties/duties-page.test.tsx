import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Duty } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, commune, me } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'

const duty = (more: Partial<Duty> = {}): Duty => ({
  id: 'dty_1', duty: 'report', label: both('Báo cáo quý'), kind: 'inspection.mission', unit: { id: commune.id, name: commune.name }, period: '2026-Q4', due_on: '2026-12-15', days: 21,
  state: 'open', need: 1, have: 0, begun: false, law: false, to_confirm: false, source: 'Quy chế của tỉnh', can: ['excuse'], ...more,
})
let held = [duty()]
let asked: URLSearchParams[] = []
let reasons: unknown[] = []
let answer: () => Response

beforeEach(() => {
  held = [duty()]
  asked = []
  reasons = []
  answer = () => HttpResponse.json(duty({ state: 'excused' }))
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/duties'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: held, next: '', total: held.length })
    }),
    http.post(at('/duties/dty_1/excuse'), async ({ request }) => {
      reasons.push(await request.json())
      return answer()
    }),
    http.delete(at('/duties/dty_1/excuse'), () => HttpResponse.json(duty())),
  )
})

describe('the duties', { timeout: 60_000 }, () => {
  it('are those still owed until another state is asked for, and the address says which', async () => {
    const { user, router } = open('/duties')
    expect(await screen.findByText('Báo cáo quý · Quý IV/2026', {}, { timeout: 30_000 })).toBeVisible()
    expect(asked[0]?.get('state')).toBe('owed')
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Tất cả')
    await waitFor(() => expect(asked.at(-1)?.get('state')).toBeNull())
    expect(router.state.location.search).toEqual({ state: 'all' })
  })
  it('tell those of one period apart by the day of what they fall due before', async () => {
    held = [duty({ period: '2026', before: '2026-01-25' }), duty({ id: 'dty_2', period: '2026', before: '2026-02-21' })]
    open('/duties')
    expect(await screen.findByText('Báo cáo quý · ngày 25/01/2026')).toBeVisible()
    expect(screen.getByText('Báo cáo quý · ngày 21/02/2026')).toBeVisible()
  })
  it('release a unit for a reason, which stays when the dialog is left and when it is refused', async () => {
    const { user } = open('/duties')
    await user.click(await screen.findByRole('button', { name: 'Miễn nghĩa vụ' }))
    await user.type(within(await screen.findByRole('dialog')).getByLabelText(/^Lý do miễn/), 'Công văn số 5')
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Thôi' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Miễn nghĩa vụ' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByLabelText(/^Lý do miễn/)).toHaveValue('Công văn số 5')
    answer = () => refuse(409, 'conflict', { detail: 'Nghĩa vụ này đã làm xong' })
    await user.click(dialog.getByRole('button', { name: 'Miễn nghĩa vụ' }))
    expect(await dialog.findByText('Nghĩa vụ này đã làm xong')).toBeVisible()
    expect(dialog.getByLabelText(/^Lý do miễn/)).toHaveValue('Công văn số 5')
    answer = () => HttpResponse.json(duty({ state: 'excused' }))
    await user.click(dialog.getByRole('button', { name: 'Miễn nghĩa vụ' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(reasons).toEqual([{ reason: 'Công văn số 5' }, { reason: 'Công văn số 5' }])
  })
  it('tell why a unit was released, and take it back', async () => {
    held = [duty({ state: 'excused', can: ['take_back'], excuse: { reason: 'Bão số 9', by: { id: 'per_2', name: 'Lê Văn Hòa' }, at: '2026-11-20T02:00:00Z' } })]
    const { user } = open('/duties')
    expect(await screen.findByText(/^Được miễn: Bão số 9 \(Lê Văn Hòa/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Bỏ miễn' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Bỏ miễn' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
