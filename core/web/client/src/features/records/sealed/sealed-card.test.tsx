import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Kind, Opening } from '@/api/types.gen'
import { RecordForm } from '@/draw/record-form'
import { kind as plain, rec } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { SealedCard } from './sealed-card'

const name = 'Lê Thị Người Báo'
const label = 'Người phản ánh'
const kind: Kind = plain({ fields: [...plain().fields, { id: 9, name: 'informant', type: 'text', sealed: true, max: 200, label: { vi: label, en: 'Informant' } }] })
const keepers = [{ id: 'per_1', name: 'Trương Thị Minh' }, { id: 'per_2', name: 'Hà Văn Kiên' }]
const opening = (more: Partial<Opening>): Opening => ({
  id: 'opn_1', record: 'rec_1', fields: ['informant'], reason: 'Trả lời đơn', state: 'asked', asked_by: { id: 'per_1', name: 'Trương Thị Minh' },
  asked_at: '2026-11-27T01:00:00Z', ends_at: '2026-11-28T01:00:00Z', can: [], ...more,
})
const answers = (items: Opening[], can: string[] = []) => server.use(http.get(at('/records/rec_1/openings'), () => HttpResponse.json({ items, keepers, can })))
const held = rec({ sealed: ['informant'], open: { fields: ['informant'], slots: [] } })

/** Everything the browser keeps beyond what is on the screen. */
const kept = (client: ReturnType<typeof show>['client']) =>
  JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), client.getQueryCache().getAll().map((q) => q.state), client.getMutationCache().getAll().map((m) => m.state)])

afterEach(() => { localStorage.clear() })

describe('a sealed field', () => {
  it('is in no form that is kept', async () => {
    show(<RecordForm kind={kind} values={{}} errors={{}} onChange={() => undefined} />)
    expect(await screen.findByRole('textbox', { name: /Nội dung giám sát/ })).toBeVisible()
    expect(screen.queryByRole('textbox', { name: label })).toBeNull()
  })

  it('is typed straight to the server and left nowhere on the device', async () => {
    let sent: unknown
    server.use(http.patch(at('/records/rec_1'), async ({ request }) => {
      sent = await request.json()
      return HttpResponse.json(rec({ version: 4, sealed: ['informant'] }))
    }))
    const { user, client } = show(<SealedCard rec={rec({ open: { fields: ['informant'], slots: [] } })} kind={kind} />)
    await user.click(await screen.findByRole('button', { name: `Nhập ${label}` }))
    await user.type(await screen.findByRole('textbox', { name: label }), name)
    expect(kept(client)).not.toContain('Người Báo')
    await user.click(screen.getByRole('button', { name: 'Niêm phong' }))
    await waitFor(() => expect(sent).toEqual({ fields: { informant: name } }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(kept(client)).not.toContain('Người Báo'))
  })

  it('is asked for with a reason, and who may not approve is told why', async () => {
    answers([opening({ can: ['approve'] })], ['ask'])
    let asked: unknown
    server.use(
      http.post(at('/records/rec_1/openings'), async ({ request }) => {
        asked = await request.json()
        return HttpResponse.json(opening({}), { status: 201 })
      }),
      http.post(at('/openings/opn_1/approve'), () => refuse(403, 'second_keeper', { detail: 'Người đề nghị mở không được tự duyệt.' })),
    )
    const { user } = show(<SealedCard rec={held} kind={kind} />)
    await user.click(await screen.findByRole('button', { name: 'Đề nghị mở niêm phong' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Gửi đề nghị' }))
    expect(within(dialog).getByText('Hãy viết lý do.')).toBeVisible()
    expect(asked).toBeUndefined()
    await user.type(within(dialog).getByRole('textbox', { name: /Lý do/ }), 'Trả lời đơn')
    await user.click(within(dialog).getByRole('button', { name: 'Gửi đề nghị' }))
    await waitFor(() => expect(asked).toEqual({ fields: ['informant'], reason: 'Trả lời đơn' }))
    await user.click(await screen.findByRole('button', { name: 'Đồng ý mở' }))
    expect(await screen.findByText('Người đề nghị mở không được tự duyệt.')).toBeVisible()
  })

  it('is read with the time that is left and gone when that is over', async () => {
    answers([opening({ state: 'open', approved_by: keepers[1], approved_at: '2026-11-27T01:05:00Z', can: ['read'] })])
    server.use(http.get(at('/openings/opn_1'), () => HttpResponse.json({ ...opening({ state: 'open' }), values: { informant: name }, seconds_left: 61 })))
    const { user, client } = show(<SealedCard rec={held} kind={kind} />)
    await screen.findByRole('button', { name: 'Xem nội dung' })
    await user.click(screen.getByRole('button', { name: 'Xem nội dung' }))
    expect(await screen.findByText(name)).toBeVisible()
    expect(screen.getByRole('timer')).toHaveTextContent(/Còn 1:0\d/)
    expect(kept(client)).not.toContain('Người Báo')
    const later = Date.now() + 62_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    await waitFor(() => expect(screen.queryByText(name)).toBeNull())
    vi.restoreAllMocks()
  })

  it('says who asked, why, who agreed, and keeps the closed ones in the log', async () => {
    answers([opening({ state: 'ended', approved_by: keepers[1], approved_at: '2026-11-27T01:05:00Z' })])
    show(<SealedCard rec={held} kind={kind} />)
    const log = await screen.findByRole('list', { name: 'Các lần đề nghị mở' })
    for (const said of [/Đã đóng lại/, /Trương Thị Minh đề nghị/, /Trả lời đơn/, /Hà Văn Kiên đồng ý/]) expect(within(log).getByText(said)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Xem nội dung' })).toBeNull()
  })
})
