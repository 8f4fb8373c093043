import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Fields, Kind } from '@/api/types.gen'
import { kind } from '@/test/samples'
import { show } from '@/test/render'
import { RecordForm } from './record-form'

let now: Fields = {}
function Form({ first = {}, errors = {}, only, of = kind() }: { first?: Fields; errors?: Record<string, string>; only?: string[]; of?: Kind }) {
  const [values, setValues] = useState(first)
  return <RecordForm kind={of} values={values} errors={errors} only={only} onChange={(n, v) => { now = { ...now, [n]: v }; setValues(now) }} />
}

beforeEach(() => { now = {} })

describe('a form drawn from a manifest', () => {
  it('asks each field in its own way, under its label', async () => {
    const { user } = show(<Form />)
    await user.type(await screen.findByLabelText(/Nội dung giám sát/), 'Thu quỹ')
    await user.selectOptions(screen.getByLabelText('Hình thức'), 'Đoàn giám sát')
    await user.type(screen.getByLabelText('Ngày giám sát'), '5/2/26')
    await user.tab()
    await user.type(screen.getByLabelText('Số người tham gia'), '1.234')
    expect(now).toEqual({ subject: 'Thu quỹ', form: 'team', held_on: '2026-02-05', people: 1234 })
  })
  it('marks what is required, and says at the field what is wrong', async () => {
    show(<Form errors={{ subject: 'Cần điền mục này.' }} />)
    const input = await screen.findByLabelText(/Nội dung giám sát/)
    expect(input).toBeRequired()
    expect(input).toBeInvalid()
    expect(input).toHaveAccessibleDescription(/Cần điền mục này/)
    expect(screen.getByLabelText('Hình thức')).not.toBeRequired()
  })
  it('refuses a day that is none, in words, and keeps the field as it was', async () => {
    const { user } = show(<Form first={{ held_on: '2026-01-01' }} />)
    const input = await screen.findByLabelText('Ngày giám sát')
    await user.clear(input)
    await user.type(input, '31/02/2026')
    await user.tab()
    expect(screen.getByText(/Ngày chưa đúng/)).toBeVisible()
    expect(now.held_on).toBeUndefined()
  })
  it('adds, fills and removes the rows of a list', async () => {
    const { user } = show(<Form />)
    const list = await screen.findByRole('group', { name: 'Kiến nghị' })
    expect(within(list).getByText('Chưa ghi mục nào.')).toBeVisible()
    const add = within(list).getByRole('button', { name: 'Thêm kiến nghị' })
    await user.click(add)
    await user.click(add)
    const [first, second] = within(list).getAllByLabelText('Nội dung kiến nghị')
    await user.type(first as HTMLElement, 'Một')
    await user.type(second as HTMLElement, 'Hai')
    await user.click(within(list).getByRole('button', { name: 'Xóa dòng 1' }))
    expect(now.points).toEqual([{ text: 'Hai' }])
  })
  it('leaves a cell of a row to the step that asks for it, and lets that step write over no other', async () => {
    const answer = { name: 'answer', label: { vi: 'Trả lời', en: 'Answer' }, from: ['sent'], to: 'answered', roles: [], fields: ['points.reply'] }
    const of = { ...kind(), lifecycle: { ...kind().lifecycle, transitions: [answer] } } as Kind
    of.fields = of.fields.map((f) => (f.name === 'points' ? { ...f, fields: [...f.fields ?? [], { id: 2, name: 'reply', type: 'text', label: { vi: 'Nội dung trả lời', en: 'Reply' } }] } : f))
    const { unmount } = show(<Form of={of} first={{ points: [{ text: 'Một' }] }} only={['points']} />)
    expect(await screen.findByLabelText('Nội dung kiến nghị')).toHaveValue('Một')
    expect(screen.queryByLabelText('Nội dung trả lời')).toBeNull()
    unmount()
    const { user } = show(<Form of={of} first={{ points: [{ text: 'Một' }] }} only={['points.reply']} />)
    await user.type(await screen.findByLabelText('Nội dung trả lời'), 'Đã làm')
    expect(screen.getByText('Một')).toBeVisible()
    expect(screen.queryByLabelText('Nội dung kiến nghị')).toBeNull()
    expect(now.points).toEqual([{ text: 'Một', reply: 'Đã làm' }])
  })
  it('shows what is worked out, and never asks for it', async () => {
    show(<Form first={{ report_due: '2026-03-01' }} />)
    expect(await screen.findByText('Phần máy tự tính')).toBeVisible()
    expect(screen.getByText('01/03/2026')).toBeVisible()
    expect(screen.queryByLabelText('Hạn báo cáo')).toBeNull()
  })
  it('asks a dialog’s fields only', async () => {
    show(<Form only={['people']} />)
    expect(await screen.findByLabelText('Số người tham gia')).toBeVisible()
    expect(screen.queryByLabelText(/Nội dung giám sát/)).toBeNull()
  })
})
