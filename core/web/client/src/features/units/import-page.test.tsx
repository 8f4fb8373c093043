import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import type { UnitTable } from '@/api/types.gen'
import { open } from '@/test/open'
import { me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const looked = (part: Partial<UnitTable['counts']>, rows: UnitTable['rows'] = []): UnitTable =>
  ({ name: 'thôn.xlsx', seen: 's1', counts: { rows: 3, new: 0, changed: 0, same: 0, refused: 0, ...part }, rows, more: 0 })
let table: UnitTable
let asked: Record<string, string>[]
let moved: boolean

// A form with a file is nothing the test's browser can send: the two requests end here.
vi.mock('@/api/units', async (real) => ({
  ...(await real<object>()),
  previewUnits: () => Promise.resolve(table),
  takeUnits: (_: File, said: { seen: string; rows: string; basis: string }) => {
    asked.push({ ...said })
    return moved ? Promise.reject(new Problem({ status: 409, code: 'unit.table_moved' })) : Promise.resolve(table)
  },
}))

beforeEach(() => {
  File.prototype.arrayBuffer = () => Promise.resolve(new ArrayBuffer(1))
  asked = []
  moved = false
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me({ can: ['admin:units'], menu: [] }))),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [] })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
  )
})

async function choose() {
  const opened = open('/units/import')
  await screen.findByRole('button', { name: 'Chọn bảng' })
  await opened.user.upload(document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement, new File(['x'], 'thôn.xlsx', { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }))
  await screen.findByRole('heading', { name: 'Đã kiểm tra «thôn.xlsx»' })
  return opened
}

describe('a table of units', () => {
  it('says what is wrong at its cell, and takes the good rows when asked to', async () => {
    table = looked({ new: 2, refused: 1 }, [{ row: 5, code: 'K5', name: 'Thôn Năm', state: 'refused', said: [{ cell: 'E5', code: 'bad_date', detail: 'Ô E5: Ngày không đúng.' }] }])
    const { user } = await choose()
    expect(screen.getByText('Ô E5: Ngày không đúng.')).toBeVisible()
    expect(screen.getByText('Chưa đúng')).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Nhận/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Chỉ nhận 2 dòng đúng' }))
    expect(await screen.findByRole('heading', { name: 'Đã nhận 2 đơn vị từ «thôn.xlsx»' })).toBeVisible()
    expect(asked).toEqual([{ seen: 's1', rows: 'good', basis: '' }])
  })

  it('is refused in words to whoever does not administer units, whatever address they type', async () => {
    server.use(http.get(at('/me'), () => HttpResponse.json(me({ can: [] }))))
    open('/units/import')
    expect(await screen.findByText('Chỉ người quản trị đơn vị được nhập đơn vị từ bảng tính')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Chọn bảng' })).toBeNull()
    expect(screen.queryByText('Tải mẫu')).toBeNull()
  })

  it('asks for the basis where units change', async () => {
    table = looked({ changed: 1, same: 2 })
    const { user } = await choose()
    await user.click(screen.getByRole('button', { name: 'Nhận 1 đơn vị' }))
    expect(await screen.findByText('Hãy điền mục này.')).toBeVisible()
    expect(asked).toEqual([])
    await user.type(screen.getByRole('textbox', { name: /Căn cứ/ }), 'Nghị quyết 12')
    await user.click(screen.getByRole('button', { name: 'Nhận 1 đơn vị' }))
    expect(await screen.findByRole('heading', { name: /Đã nhận 1 đơn vị/ })).toBeVisible()
    expect(asked).toEqual([{ seen: 's1', rows: 'all', basis: 'Nghị quyết 12' }])
  })

  it('offers nothing to take where nothing is new', async () => {
    table = looked({ same: 3 })
    await choose()
    expect(screen.getByText('Bảng không có gì khác với hiện nay nên không cần nhận.')).toBeVisible()
    expect(screen.queryByRole('button', { name: /nhận/i })).toBeNull()
  })

  it('looks again when the tree has moved meanwhile', async () => {
    table = looked({ new: 1 })
    moved = true
    const { user } = await choose()
    table = { ...looked({ new: 0, same: 1 }), seen: 's2' }
    await user.click(screen.getByRole('button', { name: 'Nhận 1 đơn vị' }))
    expect(await screen.findByText('Bảng không có gì khác với hiện nay nên không cần nhận.')).toBeVisible()
  })
})
