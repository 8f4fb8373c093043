import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { both, kind, rec } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { Filters } from './filters'

const about = { id: 91, name: 'about', type: 'refs' as const, label: both('Về các hồ sơ'), to_kinds: ['core.meeting'] }
const any = { id: 92, name: 'any', type: 'refs' as const, label: both('Hồ sơ bất kỳ') }

describe('the filters of a list', () => {
  it('narrow it to what names a record that is searched for', async () => {
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [kind({ full_name: 'core.meeting', label: both('Cuộc họp') })] })),
      http.get(at('/records/:id'), () => HttpResponse.json({ items: [rec({ id: 'rec_m', kind: 'core.meeting', title: 'Hội nghị tháng 3' })], next: '' })),
    )
    const changed = vi.fn()
    const of = kind({ fields: [about, any], views: { list: { columns: [], filters: ['state', 'about', 'any'], sort: '' } } })
    const { user } = show(<Filters kind={of} search={{}} onChange={changed} />)
    const open = await screen.findByRole('button', { name: 'Lọc danh sách' })
    await user.click(open)
    await user.click(await screen.findByRole('textbox', { name: 'Về các hồ sơ' }))
    await user.click(await screen.findByRole('option', { name: /Hội nghị tháng 3/ }))
    await waitFor(() => expect(changed).toHaveBeenCalledWith({ f: { about: 'rec_m' } }))
    expect(screen.queryByRole('textbox', { name: 'Hồ sơ bất kỳ' })).toBeNull() // of a field that may name anything nothing can be offered
  })
})
