import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Import } from '@/api/types.gen'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const counts = { rows: 3, good: 2, bad: 1, same: 0, done: 0, refused: 0, undone: 0, kept: 0 }
let held: Import
let asked: unknown[]

beforeEach(() => {
  asked = []
  held = {
    id: 'imp_1', kind: 'inspection.mission', name: 'thăm.xlsx', state: 'ready', head_row: 2, counts, created_at: '2026-11-27T01:00:00Z', undoable_until: '2026-12-27T01:00:00Z',
    columns: [{ head: 'Mã đơn vị', column: 'record.unit' }, { head: 'Nội dung', column: '' }],
  }
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
    http.get(at('/imports/imp_1'), () => HttpResponse.json(held)),
    http.get(at('/imports/imp_1/rows'), () => HttpResponse.json({ items: [{ row: 5, state: 'bad', cells: [], errors: [{ cell: 'C5', code: 'bad_date', detail: 'Ô C5: Ngày không đúng.' }] }] })),
    http.post(at('/imports/imp_1/take'), () => {
      held = { ...held, state: 'taken', counts: { ...counts, good: 0, done: 2 } }
      return HttpResponse.json(held)
    }),
    http.post(at('/imports/imp_1/undo'), () => {
      held = { ...held, state: 'undone', counts: { ...counts, good: 0, undone: 1, kept: 1 } }
      return HttpResponse.json(held)
    }),
    http.put(at('/imports/imp_1/columns'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(held)
    }),
  )
})

describe('a sheet on its way in', () => {
  it('tells what is wrong at its cell, is taken, and taken back', async () => {
    const { user } = open('/records/inspection.mission/import?id=imp_1')
    expect(await screen.findByRole('heading', { name: 'Đã kiểm tra «thăm.xlsx»' })).toBeVisible()
    expect(await screen.findByText('Ô C5: Ngày không đúng.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Tải các dòng chưa nhận' })).toHaveAttribute('href', '/api/v1/imports/imp_1/rejected.xlsx')
    await user.click(screen.getByRole('button', { name: 'Nhận 2 dòng đúng' }))
    expect(await screen.findByRole('heading', { name: 'Đã nhận 2 dòng từ «thăm.xlsx»' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Hoàn tác lần nhập này' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Hoàn tác lần nhập này' }))
    expect(await screen.findByRole('heading', { name: 'Đã hoàn tác 1 dòng' })).toBeVisible()
    expect(screen.getByText('1 hồ sơ đã được sửa hoặc xử lý tiếp nên giữ lại')).toBeVisible()
  })

  it('is read again with the columns people say', async () => {
    const { user } = open('/records/inspection.mission/import?id=imp_1')
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Nội dung' }), 'subject')
    await user.click(screen.getByRole('button', { name: 'Kiểm tra lại' }))
    await screen.findByRole('heading', { name: 'Các cột của bảng' })
    expect(asked).toEqual([{ columns: ['record.unit', 'subject'], unit: '' }])
  })

  it('begins with the template and a sheet', async () => {
    open('/records/inspection.mission/import')
    expect(await screen.findByRole('link', { name: 'Tải mẫu' })).toHaveAttribute('href', '/api/v1/kinds/inspection.mission/template.xlsx')
    expect(screen.getByRole('button', { name: 'Chọn bảng' })).toBeEnabled()
  })
})
