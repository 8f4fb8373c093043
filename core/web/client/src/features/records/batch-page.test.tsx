import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { open } from '@/test/open'
import { both, kind, me, rec } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const festival = kind({
  full_name: 'inspection.mission',
  rules: [{ code: 'held_late', when: 'true', advisory: true, on: ['check'] }],
  lifecycle: {
    initial: 'draft',
    states: [{ id: 'reported', label: both('Chờ xác nhận'), phase: 'active' }, { id: 'checked', label: both('Đã xác nhận'), phase: 'done' }],
    transitions: [
      { name: 'return', label: both('Trả lại'), from: ['reported'], to: 'draft', roles: ['officer'], reason: true },
      { name: 'check', label: both('Xác nhận'), from: ['reported'], to: 'checked', roles: ['officer'], tone: 'primary', undone_by: 'take_back' },
      { name: 'take_back', label: both('Rút lại'), from: ['checked'], to: 'reported', roles: ['officer'], reason: true },
    ],
  },
})
const listed = (id: string, title: string) => rec({ id, title, state: 'reported', version: 4, unit: { id: 'unt_1', name: 'Thôn Bắc' } })

describe('many records at once', () => {
  it('does one thing to those chosen, says which were not done, and takes it back', async () => {
    const asked: { step: string; items: unknown; key: string | null }[] = []
    server.use(
      http.get(at('/me'), () => HttpResponse.json(me())),
      http.get(at('/kinds'), () => HttpResponse.json({ items: [festival] })),
      http.get(at('/records/:kind'), () => HttpResponse.json({ items: [listed('rec_a', 'Ngày hội thôn Bắc'), listed('rec_b', 'Ngày hội thôn Nam'), listed('rec_c', 'Ngày hội thôn Đoài')], next: '' })),
      http.post(at('/records/batch/steps'), () => HttpResponse.json({ items: [
        { id: 'rec_a', version: 4, state: 'reported', steps: ['return', 'check'] },
        { id: 'rec_b', version: 4, state: 'reported', steps: ['return', 'check'] },
        { id: 'rec_c', version: 4, state: 'reported', steps: [] },
      ] })),
      http.post(at('/records/batch/transitions/:step/remarks'), async ({ params, request }) => {
        const { items } = await request.json() as { items: { id: string }[] }
        expect([params.step, items]).toEqual(['check', [{ id: 'rec_a', version: 4 }, { id: 'rec_b', version: 4 }]])
        return HttpResponse.json({ items: [{ id: 'rec_b', warnings: [{ code: 'held_late', detail: 'Tổ chức ngoài ngày 01 đến 18/11.' }] }] })
      }),
      http.post(at('/records/batch/transitions/:step'), async ({ params, request }) => {
        const { items } = await request.json() as { items: { id: string }[] }
        asked.push({ step: String(params.step), items, key: request.headers.get('Idempotency-Key') })
        return HttpResponse.json({ items: items.map(({ id }) => id === 'rec_b'
          ? { status: 412, problem: { status: 412, code: 'stale_version', title: 'Đã thay đổi', detail: 'Có người vừa sửa hồ sơ này.' } }
          : { status: 200, id, version: 5, state: 'checked' }) })
      }),
    )
    const { user } = open('/records/inspection.mission/batch')
    const list = await screen.findByRole('list', { name: /Cuộc giám sát/ })
    expect(within(list).getAllByRole('checkbox')).toHaveLength(2) // the third lacks something
    expect(screen.getByText(/1 hồ sơ trong danh sách phải mở riêng/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Xác nhận: 0 hồ sơ' })).toBeDisabled()
    // What would be remarked stands at its record before anything is tapped.
    const remark = await within(list).findByRole('list', { name: 'Cần lưu ý trước khi làm' })
    expect(remark).toHaveTextContent('Tổ chức ngoài ngày 01 đến 18/11.')
    expect(remark.closest('[class*=batchRow]')).toHaveTextContent('Ngày hội thôn Nam')
    await user.click(screen.getByRole('checkbox', { name: 'Chọn tất cả (2)' }))
    await user.click(screen.getByRole('button', { name: 'Xác nhận: 2 hồ sơ' }))
    expect(await screen.findByText('Xác nhận: 1 hồ sơ đã xong')).toBeVisible()
    expect(screen.getByText('1 hồ sơ chưa làm được')).toBeVisible()
    expect(screen.getByText(/Có người vừa sửa hồ sơ này/)).toBeVisible()
    expect(asked[0]).toMatchObject({ step: 'check', items: [{ id: 'rec_a', version: 4 }, { id: 'rec_b', version: 4 }] })
    expect(asked[0]?.key).toBeTruthy()

    const undo = screen.getByRole('button', { name: 'Hoàn tác' })
    expect(undo).toBeDisabled() // it asks for a reason
    await user.type(screen.getByRole('textbox', { name: /Lý do/ }), 'Xác nhận nhầm')
    await user.click(undo)
    expect(await screen.findByText('Đã hoàn tác 1 hồ sơ')).toBeVisible()
    await waitFor(() => expect(asked[1]).toMatchObject({ step: 'take_back', items: [{ id: 'rec_a', version: 5, reason: 'Xác nhận nhầm' }] }))
  })

  it('says so where the list holds nothing, and does not wait for it', async () => {
    server.use(
      http.get(at('/me'), () => HttpResponse.json(me())),
      http.get(at('/kinds'), () => HttpResponse.json({ items: [festival] })),
      http.get(at('/records/:kind'), () => HttpResponse.json({ items: [], next: '' })),
    )
    open('/records/inspection.mission/batch')
    expect(await screen.findByText('Không có hồ sơ nào làm được cả loạt')).toBeVisible()
    expect(screen.queryByText('Đang tải…')).toBeNull()
  })
})
