import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { both, kind, rec } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { Filters } from './filters'
import type { ListSearch } from './search'

const about = { id: 91, name: 'about', type: 'refs' as const, label: both('Về các hồ sơ'), to_kinds: ['core.meeting'] }
const any = { id: 92, name: 'any', type: 'refs' as const, label: both('Hồ sơ bất kỳ') }

describe('the filters of a list', () => {
  afterEach(() => vi.restoreAllMocks())

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

  const year = { id: 93, name: 'year', type: 'int' as const, label: both('Năm'), min: 2000, max: 2100 }
  const fields = { id: 94, name: 'fields', type: 'enums' as const, label: both('Lĩnh vực'), values: [{ id: 'land', label: both('Đất đai') }, { id: 'roads', label: both('Đường sá') }] }
  const day = { id: 95, name: 'held_on', type: 'date' as const, label: both('Ngày họp') }
  const of = kind({ fields: [year, fields, day], views: { list: { columns: [], filters: ['year', 'fields', 'held_on'], sort: '' } } })

  /** As the list has it: what is asked for is what is shown. */
  function Held({ told }: { told: (part: ListSearch) => void }) {
    const [search, setSearch] = useState<ListSearch>({ f: { fields: 'land' } })
    return <Filters kind={of} search={search} onChange={(part) => { told(part); setSearch((old) => ({ ...old, ...part })) }} />
  }

  it.each([['a phone', false], ['a desk', true]])('ask for numbers and days from and to, and for several choices, on %s', async (_, desk) => {
    vi.spyOn(window, 'matchMedia').mockImplementation((media) => ({ media, matches: desk, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList)
    const changed = vi.fn()
    const { user } = show(<Held told={changed} />)
    await user.click(await screen.findByRole('button', { name: 'Lọc danh sách (đang lọc 1 mục)' }))
    const years = await screen.findByRole('group', { name: 'Năm' })
    await user.type(within(years).getByRole('textbox', { name: 'Từ' }), '2025')
    await waitFor(() => expect(changed).toHaveBeenLastCalledWith({ f: { fields: 'land', year: '2025..' } }))
    expect(changed).toHaveBeenCalledTimes(1) // once the hand rested, not at every figure
    const days = screen.getByRole('group', { name: 'Ngày họp' })
    await user.type(within(days).getByRole('textbox', { name: 'Đến' }), '30/06/2026')
    await waitFor(() => expect(changed).toHaveBeenLastCalledWith({ f: { fields: 'land', year: '2025..', held_on: '..2026-06-30' } }))
    await user.click(screen.getByText('Đã chọn 1'))
    expect(screen.getByRole('checkbox', { name: 'Đất đai' })).toBeChecked()
    await user.click(screen.getByRole('checkbox', { name: 'Đường sá' }))
    expect(changed).toHaveBeenLastCalledWith({ f: { fields: 'land,roads', year: '2025..', held_on: '..2026-06-30' } })
  })

  it('show what the address asks for, a year without a point between thousands', async () => {
    show(<Filters kind={of} search={{ f: { year: '2024..2026' } }} onChange={() => {}} />)
    await userEvent.click(await screen.findByRole('button', { name: /Lọc danh sách/ }))
    const years = await screen.findByRole('group', { name: 'Năm' })
    expect(within(years).getByRole('textbox', { name: 'Từ' })).toHaveValue('2024')
    expect(within(years).getByRole('textbox', { name: 'Đến' })).toHaveValue('2026')
  })
})
