import { screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { Field, Value } from '@/api/types.gen'
import { show } from '@/test/render'
import { both, kind, rec, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { FieldInput } from './field-input'
import { OfUnit } from './pickers'

const field: Field = { id: 1, name: 'about', type: 'refs', label: both('Về các hồ sơ'), to_kinds: ['inspection.mission', 'core.meeting'], to_states: ['sent', 'held'], max: 2 }

function Form({ of = field, kept = ['rec_kept'] }: { of?: Field; kept?: Value }) {
  const [value, setValue] = useState<Value>(kept)
  return <FieldInput field={of} value={value} onChange={setValue} />
}

describe('a field that names many records', () => {
  it('searches every kind in the states that may be named, and lets what is chosen be taken out', async () => {
    const asked: string[] = []
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [kind(), kind({ full_name: 'core.meeting', label: both('Cuộc họp'), lifecycle: { ...kind().lifecycle, states: [{ id: 'held', label: both('Đã họp'), phase: 'active' }] } })] })),
      http.get(at('/records/:id'), ({ params, request }) => {
        const id = String(params.id)
        if (!id.includes('.')) return id === 'rec_kept' ? HttpResponse.json({}, { status: 404 }) : HttpResponse.json(rec({ id, title: id === 'rec_m' ? 'Hội nghị tháng 3' : 'Giám sát thu quỹ' }))
        const query = new URL(request.url).searchParams
        asked.push(`${id} ${query.getAll('state').join()} ${query.get('q') ?? ''}`)
        return HttpResponse.json({ items: [rec({ id: id === 'core.meeting' ? 'rec_m' : 'rec_g', kind: id, title: id === 'core.meeting' ? 'Hội nghị tháng 3' : 'Giám sát thu quỹ' })], next: '' })
      }),
    )
    const { user } = show(<Form />)
    expect(await screen.findByText('Hồ sơ ngoài phạm vi của bạn')).toBeVisible()
    await user.click(screen.getByRole('textbox', { name: /Về các hồ sơ/ }))
    await user.click(await screen.findByRole('option', { name: /Hội nghị tháng 3/ }))
    expect(asked.some((a) => a.startsWith('core.meeting held'))).toBe(true)
    expect(asked.some((a) => a.startsWith('inspection.mission sent'))).toBe(true)
    const chips = screen.getByRole('list')
    await waitFor(() => expect(within(chips).getByText('Hội nghị tháng 3')).toBeVisible())
    expect(screen.getByRole('textbox', { name: /Về các hồ sơ/ })).toBeDisabled() // two is all there may be
    await user.click(within(chips).getByRole('button', { name: 'Bỏ Hồ sơ ngoài phạm vi của bạn' }))
    expect(within(chips).getAllByRole('listitem')).toHaveLength(1)
    expect(screen.getByRole('textbox', { name: /Về các hồ sơ/ })).toBeEnabled()
  })

  it('asks which kind first where the records may be of any', async () => {
    const asked: string[] = []
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [kind(), kind({ full_name: 'core.meeting', label: both('Cuộc họp') })] })),
      http.get(at('/records/:id'), ({ params }) => {
        const id = String(params.id)
        if (!id.includes('.')) return HttpResponse.json(rec({ id, title: 'Hội nghị tháng 3' }))
        asked.push(id)
        return HttpResponse.json({ items: [rec({ id: 'rec_m', kind: id, title: 'Hội nghị tháng 3' })], next: '' })
      }),
    )
    const { user } = show(<Form of={{ ...field, to_kinds: undefined, to_states: undefined }} kept={[]} />)
    await screen.findByRole('option', { name: 'Cuộc họp' })
    await user.selectOptions(screen.getByLabelText('Loại hồ sơ'), 'core.meeting')
    await user.click(screen.getByRole('textbox', { name: /Về các hồ sơ/ }))
    await user.click(await screen.findByRole('option', { name: /Hội nghị tháng 3/ }))
    expect(await screen.findByText('Hội nghị tháng 3')).toBeVisible()
    expect(new Set(asked)).toEqual(new Set(['core.meeting']))
  })
})

describe('a field that names many units', () => {
  it('takes them from a list with checkmarks, so that one record stands for many areas', async () => {
    const asked: URLSearchParams[] = []
    const areas = ['Thôn 1', 'Thôn 2', 'Thôn 3'].map((name, i) => unit({ id: `unt_${i + 1}`, name, code: `K0${i + 1}` }))
    server.use(
      http.get(at('/units'), ({ request }) => {
        asked.push(new URL(request.url).searchParams)
        return HttpResponse.json({ items: areas, next: '' })
      }),
      http.get(at('/units/:id'), ({ params }) => HttpResponse.json(areas.find((a) => a.id === params.id))),
    )
    const { user } = show(<Form of={{ id: 1, name: 'with', type: 'units', label: both('Cùng tổ chức'), unit_kinds: ['residential_area'] }} kept={[]} />)
    await user.click(await screen.findByRole('button', { name: 'Chọn từ danh sách' }))
    const list = await screen.findByRole('list', { name: 'Chọn từ danh sách' })
    expect(asked[0]?.getAll('kind')).toEqual(['residential_area'])
    await user.click(screen.getByRole('button', { name: 'Chọn cả 3 nơi' }))
    await user.click(within(list).getByRole('checkbox', { name: /Thôn 2/ }))
    await user.click(screen.getByRole('button', { name: 'Đóng danh sách' }))
    expect(screen.getByRole('button', { name: 'Bỏ Thôn 1' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Bỏ Thôn 2' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Bỏ Thôn 3' })).toBeVisible()
  })
})

describe('a field that names a unit', () => {
  it('offers those that stand to the unit of the record as they must: others would be refused', async () => {
    const asked: URLSearchParams[] = []
    server.use(http.get(at('/units'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [unit({ id: 'unt_3', name: 'Thôn 3' })], next: '' })
    }))
    const { user } = show(<OfUnit.Provider value="unt_1"><Form of={{ id: 1, name: 'at', type: 'unit', label: both('Địa bàn'), within: 'subtree' }} kept="" /></OfUnit.Provider>)
    await user.click(await screen.findByRole('textbox', { name: /Địa bàn/ }))
    await screen.findByRole('option', { name: /Thôn 3/ })
    expect(asked.map((q) => `${q.get('relation')} ${q.get('to')} ${q.get('open')}`)).toContain('subtree unt_1 true')
  })
})

describe('a field that names a person', () => {
  const person: Field = { id: 2, name: 'lead', type: 'user', label: both('Người phụ trách') }
  const mai = { id: 'per_2', name: 'Trần Thị Mai', posts: [] }

  it('keeps what is listed, and takes it, while the next answer is on its way', async () => {
    let asked = false
    server.use(http.get(at('/people'), async ({ request }) => {
      const query = new URL(request.url).searchParams
      if (query.get('q')) {
        asked = true
        await new Promise(() => {})
      }
      return HttpResponse.json({ items: [mai], next: '' })
    }))
    const { user } = show(<Form of={person} kept={[]} />)
    const box = await screen.findByRole('textbox', { name: /Người phụ trách/ })
    await user.click(box)
    await screen.findByRole('option', { name: /Trần Thị Mai/ })
    await user.type(box, 'mai')
    await waitFor(() => expect(asked).toBe(true))
    await user.click(screen.getByRole('option', { name: /Trần Thị Mai/ }))
    await waitFor(() => expect(box).toHaveValue('Trần Thị Mai'))
  })

  it('names who was chosen though a later search lists others, and says when the account is gone', async () => {
    server.use(http.get(at('/people'), ({ request }) => {
      const ids = new URL(request.url).searchParams.getAll('ids')
      if (ids.includes('per_gone')) return HttpResponse.json({ items: [], next: '' })
      return HttpResponse.json({ items: ids.includes('per_2') ? [mai] : [{ id: 'per_3', name: 'Lê Văn Ba', posts: [] }], next: '' })
    }))
    const { user } = show(<Form of={person} kept={'per_2'} />)
    const box = await screen.findByRole('textbox', { name: /Người phụ trách/ })
    await waitFor(() => expect(box).toHaveValue('Trần Thị Mai'))
    await user.click(box)
    await screen.findByRole('option', { name: /Lê Văn Ba/ })
    expect(box).toHaveValue('Trần Thị Mai')
    show(<Form of={{ ...person, name: 'other', label: both('Người thay') }} kept={'per_gone'} />)
    const other = await screen.findByRole('textbox', { name: /Người thay/ })
    await waitFor(() => expect(other).toHaveValue('Người không còn tài khoản'))
  })
})
