import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Kind, Offer } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, commune, kind, me, rec } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const base = kind().lifecycle
const lifecycle: Kind['lifecycle'] = {
  ...base,
  states: [...base.states, { id: 'returned', label: both('Bị trả lại'), phase: 'returned' }, { id: 'approved', label: both('Đã duyệt'), phase: 'done' }],
  transitions: [...base.transitions, { name: 'approve', label: both('Duyệt'), from: ['sent'], to: 'approved', roles: ['approver'] }, { name: 'return', label: both('Trả lại'), from: ['sent'], to: 'returned', roles: ['approver'], reason: true }],
}
const approve: Offer = { name: 'approve', label: both('Duyệt'), to: 'approved', tone: 'primary', allowed: false, missing: [{ field: 'people', code: 'required', detail: 'Cần điền' }], reason: false, fields: [] }
const giveBack: Offer = { name: 'return', label: both('Trả lại'), to: 'returned', allowed: true, missing: [], reason: true, fields: [] }
let asked: unknown

const page = (offers: Offer[], more = {}) => {
  const held = rec({ state: 'sent', phase: 'active', draft: false, can: [], open: { fields: [], slots: [] }, transitions: offers, ...more })
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind({ lifecycle })] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/units'), () => HttpResponse.json({ items: [{ id: commune.id, name: commune.name }], next: '' })),
    http.get(at('/records/rec_1'), () => HttpResponse.json(held)),
    http.get(at('/records/rec_1/history'), () => HttpResponse.json({ items: [] })),
    http.get(at('/records/rec_1/comments'), () => HttpResponse.json({ items: [] })),
    http.post(at('/records/rec_1/transitions/return'), async ({ request }) => {
      asked = await request.json()
      return HttpResponse.json(rec({ state: 'returned', phase: 'returned' }))
    }),
    http.post(at('/records/rec_1/transitions/return/remarks'), () => HttpResponse.json({ items: [] })),
  )
  return open('/record/rec_1')
}

describe('what a decision lacks and its taker cannot fill in', { timeout: 60_000 }, () => {
  beforeEach(() => {
    asked = undefined
    localStorage.clear()
  })

  it('goes back to who can, with the reason already written', async () => {
    const { user } = page([approve, giveBack])
    await user.click((await screen.findAllByRole('button', { name: 'Trả lại để bổ sung' }))[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByLabelText(/^Lý do/)).toHaveValue('Cần bổ sung: Số người tham gia.')
    expect(dialog.queryByText('Phần bạn nhập lần trước vẫn được giữ.')).toBeNull()
    await user.click(dialog.getByRole('button', { name: 'Trả lại' }))
    await waitFor(() => expect(asked).toMatchObject({ reason: 'Cần bổ sung: Số người tham gia.' }))
  })

  it('stands empty where the step is begun by itself, and keeps what was typed before', async () => {
    const { user } = page([approve, giveBack])
    await user.click((await screen.findAllByRole('button', { name: 'Trả lại' }))[0] as HTMLElement)
    const reason = () => within(screen.getByRole('dialog')).getByLabelText(/^Lý do/)
    await screen.findByRole('dialog')
    expect(reason()).toHaveValue('')
    await user.type(reason(), 'Sai ngày')
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Thôi' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click((await screen.findAllByRole('button', { name: 'Trả lại để bổ sung' }))[0] as HTMLElement)
    await screen.findByRole('dialog')
    expect(reason()).toHaveValue('Sai ngày')
  })

  it('is only named where no step leads back', async () => {
    page([approve])
    expect((await screen.findAllByText('Số người tham gia (chưa đến lượt bạn điền)'))[0]).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Trả lại để bổ sung' })).toBeNull()
  })

  it('is filled in where the field is open', async () => {
    page([approve, giveBack], { can: ['update'], open: { fields: ['people'], slots: [] } })
    expect((await screen.findAllByRole('button', { name: 'Số người tham gia' }))[0]).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Trả lại để bổ sung' })).toBeNull()
  })
})
