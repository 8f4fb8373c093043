import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Offer, RecordPage } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, commune, kind, me, rec } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'

const report: Offer = { name: 'report', label: both('Nộp báo cáo'), to: 'sent', allowed: true, missing: [], reason: true, fields: ['people'] }
const state = (more: Partial<RecordPage> = {}): RecordPage =>
  rec({ state: 'sent', phase: 'active', draft: false, transitions: [report], can: [], open: { fields: [], slots: ['minutes'] }, ...more })

let held = state()
let sent: unknown[] = []
let answer: () => Response
beforeEach(() => {
  held = state()
  sent = []
  answer = () => HttpResponse.json(held)
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/today'), () => HttpResponse.json({ overdue: [], due: [], returned: [], waiting: [], others: [], drafts: [], as_of: '2026-11-24T00:00:00Z' })),
    http.get(at('/records/rec_1'), () => HttpResponse.json(held)),
    http.get(at('/records/rec_1/history'), () => HttpResponse.json({ items: [] })),
    http.get(at('/records/rec_1/comments'), () => HttpResponse.json({ items: [] })),
    http.get(at('/records/rec_1/clauses'), () => HttpResponse.json({ clauses: [], chosen: false, choices: [], version: 3 })),
    http.post(at('/records/rec_1/transitions/report'), async ({ request }) => {
      sent.push({ ...(await request.json() as object), version: request.headers.get('if-match') })
      return answer()
    }),
  )
})

const begin = async () => {
  const shown = open('/record/rec_1')
  await shown.user.click(await screen.findByRole('button', { name: 'Nộp báo cáo' }))
  return { ...shown, dialog: within(await screen.findByRole('dialog')) }
}
const again = async (user: Awaited<ReturnType<typeof begin>>['user']) => {
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(await screen.findByRole('button', { name: 'Nộp báo cáo' }))
  return within(await screen.findByRole('dialog'))
}

describe('the dialog of a step', { timeout: 60_000 }, () => {
  it('keeps what was typed on «Thôi», going back and a refusal, until the step is taken', async () => {
    const { user, router, dialog } = await begin()
    await user.type(dialog.getByLabelText('Số người tham gia'), '12')
    await user.type(dialog.getByLabelText(/^Lý do/), 'Đã làm việc xong')
    await user.click(dialog.getByRole('button', { name: 'Thôi' }))
    const second = await again(user)
    expect(second.getByLabelText('Số người tham gia')).toHaveValue('12')
    expect(second.getByLabelText(/^Lý do/)).toHaveValue('Đã làm việc xong')

    expect(router.state.location.search).toEqual({ do: 'report' })
    router.history.back()
    const third = await again(user)
    expect(router.state.location.pathname).toBe('/record/rec_1')

    answer = () => refuse(422, 'invalid', { errors: [{ field: 'people', code: 'out_of_range', detail: 'Chỉ nhập từ 1 đến 10' }] })
    await user.click(third.getByRole('button', { name: 'Nộp báo cáo' }))
    expect((await third.findAllByText(/Chỉ nhập từ 1 đến 10/)).length).toBeGreaterThan(0)
    expect(third.getByLabelText('Số người tham gia')).toHaveValue('12')

    answer = () => HttpResponse.json(state({ version: 4, transitions: [] }))
    await user.click(third.getByRole('button', { name: 'Nộp báo cáo' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent[1]).toEqual({ fields: { people: 12 }, reason: 'Đã làm việc xong', version: '"v3"' })
    expect(Object.keys(localStorage).filter((k) => k.includes('rec_1'))).toEqual([])
  })
  it('asks, at the field, about what somebody else wrote meanwhile, and decides nothing before', async () => {
    const { user, client, dialog } = await begin()
    await user.type(dialog.getByLabelText('Số người tham gia'), '12')
    await user.type(dialog.getByLabelText(/^Lý do/), 'Xong')
    held = state({ version: 4, updated_by: { id: 'per_2', name: 'Lê Văn Hòa' }, fields: { subject: 'Đổi tên', people: 30 } })
    await client.invalidateQueries({ queryKey: ['record', 'rec_1'] })
    const clash = within(await dialog.findByRole('group', { name: 'Số người tham gia: Lê Văn Hòa vừa đổi mục này' }))
    expect(clash.getByText('30')).toBeVisible()
    expect(dialog.getByRole('button', { name: 'Nộp báo cáo' })).toBeDisabled()
    await user.click(clash.getByRole('button', { name: 'Lấy phần của Lê Văn Hòa' }))
    expect(dialog.getByText('Đã đổi: Nội dung giám sát. Hãy xem lại trước khi quyết định.')).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Tôi đã xem, làm tiếp' }))
    await user.click(dialog.getByRole('button', { name: 'Nộp báo cáo' }))
    await waitFor(() => expect(sent).toEqual([{ fields: { people: 30 }, reason: 'Xong', version: '"v4"' }]))
  })
  it('says beforehand what would be remarked, also of a step that asks nothing', async () => {
    const advised = kind({ rules: [{ code: 'many', when: 'people > 40', field: 'people', advisory: true }] })
    const tried: unknown[] = []
    held = state({ transitions: [report, { ...report, name: 'close', label: both('Kết thúc'), reason: false, fields: [] }] })
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [advised] })),
      http.post(at('/records/rec_1/transitions/:name/remarks'), async ({ request, params }) => {
        const { fields } = (await request.json()) as { fields?: { people?: number } }
        tried.push({ name: params.name, fields })
        const many = params.name === 'close' || (fields?.people ?? 0) > 40
        return HttpResponse.json({ items: many ? [{ code: 'inspection.many', detail: 'Đông người bất thường, hãy xem lại.' }] : [] })
      }),
    )
    const { user, dialog } = await begin()
    await user.type(dialog.getByLabelText('Số người tham gia'), '50')
    expect(await dialog.findByText('Đông người bất thường, hãy xem lại.')).toBeVisible()
    expect(tried.at(-1)).toEqual({ name: 'report', fields: { people: 50 } })
    await user.click(dialog.getByRole('button', { name: 'Thôi' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Kết thúc' }))
    const second = within(await screen.findByRole('dialog'))
    expect(await second.findByText('Xem lại trước khi kết thúc')).toBeVisible()
    expect(sent).toEqual([])
  })
  it('opens at its address', async () => {
    const { user, router } = open('/record/rec_1?do=report')
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Thôi' }))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })
})

describe('what a step lacks', () => {
  it('leads to files and open fields, says what is not one’s own to fill in, and leaves the dialog’s fields to the dialog', async () => {
    held = state({ transitions: [{ ...report, missing: [{ field: 'people', code: 'required', detail: '' }, { field: 'held_on', code: 'required', detail: '' }, { slot: 'minutes', code: 'evidence_missing', detail: '' }] }] })
    open('/record/rec_1')
    expect(await screen.findByRole('button', { name: 'Tệp minh chứng: Biên bản giám sát' })).toBeVisible()
    expect(screen.getByText('Ngày giám sát (chưa đến lượt bạn điền)')).toBeVisible()
    expect(screen.queryByText(/Số người tham gia/)).toBeNull()
  })
  it('opens no dialog while a file is missing: what was typed there could not be sent', async () => {
    held = state({ transitions: [{ ...report, missing: [{ field: 'people', code: 'required', detail: '' }, { slot: 'minutes', code: 'evidence_missing', detail: '' }] }] })
    const { user } = open('/record/rec_1')
    await user.click(await screen.findByRole('button', { name: 'Nộp báo cáo' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Tệp minh chứng: Biên bản giám sát')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(sent).toEqual([])
  })
})

describe('the steps of a record', () => {
  it('are those the reader may take or is only waiting for: none that is always refused', async () => {
    const step = (name: string, label: string, more: Partial<Offer>): Offer => ({ ...report, name, label: both(label), ...more })
    held = state({ transitions: [report, step('approve', 'Duyệt', { allowed: false, why: 'forbidden' }), step('extend', 'Gia hạn', { allowed: false, why: 'condition' }), step('confirm', 'Xác nhận', { allowed: false, why: 'own_work' })] })
    open('/record/rec_1')
    expect(await screen.findByRole('button', { name: 'Nộp báo cáo' })).toBeEnabled()
    expect(screen.getByRole('button', { name: 'Xác nhận' })).toBeDisabled() // with the reason beside it
    expect(screen.queryByRole('button', { name: 'Duyệt' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Gia hạn' })).toBeNull()
  })
})

describe('a field two people changed', { timeout: 60_000 }, () => {
  it('shows both where it stands, and is saved only when settled', async () => {
    held = rec({ can: ['update'] })
    const patches: unknown[] = []
    server.use(http.patch(at('/records/rec_1'), async ({ request }) => {
      patches.push(await request.json())
      if (request.headers.get('if-match') === '"v3"') {
        held = rec({ version: 4, updated_by: { id: 'per_2', name: 'Lê Văn Hòa' }, fields: { subject: 'Tên của người kia' } })
        return refuse(409, 'stale_version')
      }
      return HttpResponse.json({ ...held, version: 5, fields: { subject: 'Tên của tôi' } })
    }))
    const { user } = open('/record/rec_1')
    const input = await screen.findByLabelText(/^Nội dung giám sát/)
    await user.clear(input)
    await user.type(input, 'Tên của tôi')
    const box = within(await screen.findByRole('group', { name: 'Nội dung giám sát: Lê Văn Hòa vừa đổi mục này' }))
    expect(box.getByText('Tên của người kia')).toBeVisible()
    expect(box.getByText('Tên của tôi')).toBeVisible()
    const before = patches.length
    await user.click(screen.getByRole('button', { name: 'Còn 1 mục phải chọn' }))
    expect(input).toHaveFocus()
    await user.click(box.getByRole('button', { name: 'Giữ phần tôi nhập' }))
    await waitFor(() => expect(patches).toHaveLength(before + 1))
    expect(await screen.findByText(/^Đã lưu/)).toBeVisible()
  })
})

describe('where a record may be begun', () => {
  // The Party committee comes first, so that what is not held back would be chosen.
  const party = { ...commune, id: 'unt_2', name: 'Đảng ủy xã Thạch Hà' }
  let begun: { unit: string }[] = []
  const mayHave = (...may: string[]) => {
    begun = []
    const posts = me().posts.flatMap((p) => [{ ...p, id: 'pst_2', unit: party }, p])
    server.use(
      http.get(at('/me'), () => HttpResponse.json(me({ posts }))),
      http.get(at('/units'), ({ request }) => {
        const asked = new URL(request.url).searchParams
        const all = [party, commune].filter((u) => asked.getAll('ids').join(',').split(',').includes(u.id))
        return HttpResponse.json({ items: asked.get('for') === 'inspection.mission' ? all.filter((u) => may.includes(u.id)) : all, next: '' })
      }),
      http.post(at('/records/inspection.mission'), async ({ request }) => {
        begun.push(await request.json() as { unit: string })
        return HttpResponse.json(rec(), { status: 201 })
      }),
    )
    return open('/records/inspection.mission/new')
  }
  const offered = () => within(screen.getByRole('combobox', { name: /^Đơn vị/ })).getAllByRole('option').map((o) => o.textContent)
  it('only units that may have one are offered', async () => {
    const { user } = mayHave(commune.id)
    await waitFor(() => expect(offered()).toEqual(['Xã Thạch Hà', 'Đơn vị khác…']))
    await user.click(screen.getByRole('button', { name: 'Tiếp tục' }))
    await waitFor(() => expect(begun).toHaveLength(1))
    expect(begun[0]?.unit).toBe(commune.id)
  })
  it('and all that may', async () => {
    mayHave(commune.id, party.id)
    expect(await screen.findByRole('option', { name: 'Đơn vị khác…' })).toBeVisible()
    await new Promise((done) => setTimeout(done, 200)) // the answer is in
    expect(offered()).toEqual(['Đảng ủy xã Thạch Hà', 'Xã Thạch Hà', 'Đơn vị khác…'])
  })
})
