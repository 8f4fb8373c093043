import { screen, waitFor } from '@testing-library/react'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { unit as aUnit } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { ActForm } from './act-form'

const unit = aUnit({ name: 'Phường Thành Sen' })
const kinds = () => server.use(http.get(at('/unit-kinds'), () => HttpResponse.json({ items: [{ id: 'commune', label: { vi: 'Xã, phường', en: 'Commune' } }] })))

// A growing text field listens for fonts, which jsdom does not have.
beforeAll(() => Object.defineProperty(document, 'fonts', { configurable: true, value: { addEventListener: () => undefined, removeEventListener: () => undefined } }))

describe('ActForm', () => {
  it('asks for the basis before it asks the server', async () => {
    kinds()
    const { user } = show(<ActForm act="close" unit={unit} onClose={vi.fn()} onDone={vi.fn()} />)
    await user.click(await screen.findByRole('button', { name: 'Kết thúc hoạt động' }))
    expect(await screen.findByText('Hãy điền mục này.')).toBeVisible()
    await waitFor(() => expect(screen.getByLabelText(/Căn cứ/)).toHaveFocus())
  })

  it('shows what the server refuses beside the field and keeps what was typed', async () => {
    kinds()
    server.use(http.post(at('/units/unt_1/acts'), () => refuse(409, 'unit.code_taken', { detail: 'Mã 18100 đã dùng cho Phường Trần Phú.', errors: [{ field: 'code', code: 'unit.code_taken', detail: '' }] })))
    const { user } = show(<ActForm act="rename" unit={unit} onClose={vi.fn()} onDone={vi.fn()} />)
    const code = await screen.findByLabelText('Mã đơn vị')
    await user.clear(code)
    await user.type(code, '18100')
    await user.type(screen.getByLabelText(/Căn cứ/), 'NQ 1')
    await user.click(screen.getByRole('button', { name: 'Lưu tên, mã, loại mới' }))
    await waitFor(() => expect(code).toBeInvalid())
    expect(screen.getAllByText(/đã dùng cho Phường Trần Phú/).length).toBeGreaterThan(0)
    expect(code).toHaveValue('18100')
  })

  it('sends day and basis and tells what was done', async () => {
    kinds()
    let body: unknown
    server.use(http.post(at('/units/unt_1/acts'), async ({ request }) => {
      body = await request.json()
      return HttpResponse.json({ ...unit, to: '2026-11-23' })
    }))
    const done = vi.fn()
    const { user } = show(<ActForm act="close" unit={unit} onClose={vi.fn()} onDone={done} />)
    await user.type(await screen.findByLabelText(/Căn cứ/), 'Nghị quyết 12/NQ-HĐND')
    await user.click(screen.getByRole('button', { name: 'Kết thúc hoạt động' }))
    await waitFor(() => expect(done).toHaveBeenCalledWith('Phường Thành Sen đã kết thúc hoạt động'))
    expect(body).toEqual({ act: 'close', on: '2026-11-24', basis: 'Nghị quyết 12/NQ-HĐND' })
  })
})
