import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types.gen'
import { show } from '@/test/render'
import { both, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { FieldValue } from './field-value'

const field: Field = { id: 1, name: 'units', type: 'units', label: both('Đơn vị phải tổ chức') }

describe('a field of many units', () => {
  it('names a few and asks for no more names until the others are wanted', async () => {
    const asked: string[] = []
    server.use(http.get(at('/units/:id'), ({ params }) => {
      asked.push(String(params.id))
      return HttpResponse.json(unit({ id: String(params.id), name: `Xã số ${String(params.id)}` }))
    }))
    const { user } = show(<FieldValue field={field} value={Array.from({ length: 69 }, (_, i) => `u${i + 1}`)} />)
    expect(await screen.findByText(/Xã số u5/)).toBeVisible()
    expect(asked).toHaveLength(5)
    await user.click(screen.getByRole('button', { name: 'và 64 đơn vị khác' }))
    expect(await screen.findByText(/Xã số u69/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /đơn vị khác/ })).toBeNull()
  })
})

describe('a year', () => {
  it('is written without a point, unlike other numbers', async () => {
    show(<><FieldValue field={{ id: 2, name: 'year', type: 'int', label: both('Năm'), min: 2000, max: 2100 }} value={2026} /> · <FieldValue field={{ id: 3, name: 'people', type: 'int', label: both('Số người') }} value={2026} /></>)
    expect(await screen.findByText(/2026 · 2\.026/)).toBeVisible()
  })
})
