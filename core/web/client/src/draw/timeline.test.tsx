import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Change, Kind, Revision } from '@/api/types.gen'
import { show } from '@/test/render'
import { both, commune, kind, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { Timeline } from './timeline'

const told: Kind = kind({
  fields: [
    ...kind().fields,
    { id: 7, name: 'lead', type: 'unit', label: both('Đơn vị chủ trì') },
    { id: 8, name: 'reporter', type: 'user', label: both('Người báo cáo') },
    { id: 9, name: 'informant', type: 'text', label: both('Người phản ánh'), sealed: true },
  ],
})
const moment = (action: string, changes: Omit<Change, 'label'>[], more: Partial<Revision> = {}): Revision =>
  ({ version: 2, at: '2026-11-24T01:00:00Z', by: { id: 'per_1', name: 'Trần Thị Lan' }, action, changes, ...more })

beforeEach(() => server.use(
  http.get(at('/units/unt_1'), () => HttpResponse.json(unit())),
  http.get(at('/people'), () => HttpResponse.json({ items: [{ id: 'per_9', name: 'Phan Thanh Tùng', posts: [] }], next: '' })),
))

describe('the history of a record', () => {
  it('says who did what to which field in words, in which post and for whom', async () => {
    show(<Timeline kind={told} items={[moment('update', [
      { field: 'form', old: null, new: 'team' },
      { field: 'lead', old: null, new: commune.id },
      { field: 'reporter', old: null, new: 'per_9' },
      { field: 'held_on', old: '2026-01-01', new: '2026-02-03' },
      { field: 'informant', old: null, new: null },
    ], { as: { role: both('Phó Chủ tịch'), unit: 'Ủy ban MTTQ xã Thạch Hà', for: { id: 'per_2', name: 'Lê Văn Hòa' } } })]} />)
    expect(await screen.findByText('Đoàn giám sát')).toBeVisible()
    expect(await screen.findByText('Xã Thạch Hà')).toBeVisible()
    expect(await screen.findByText('Phan Thanh Tùng')).toBeVisible()
    expect(screen.getByText('01/01/2026').closest('del')).not.toBeNull()
    expect(screen.getByText('03/02/2026').closest('ins')).not.toBeNull()
    expect(screen.getByText('đã điền, nội dung được niêm phong')).toBeVisible()
    expect(screen.getByText(/Trần Thị Lan, Phó Chủ tịch, Ủy ban MTTQ xã Thạch Hà, thay mặt Lê Văn Hòa/)).toBeVisible()
  })
  it('names the row that came, went or changed, and the cell', async () => {
    const row = (text: string) => ({ id: `row_${text}`, text })
    const [one, two, three] = [row('Một'), row('Hai'), row('Ba')]
    show(<Timeline kind={told} items={[moment('update', [{ field: 'points', old: [one, two], new: [{ ...one, text: 'Mốt' }, three] }])]} />)
    const item = within(await screen.findByRole('listitem'))
    expect(item.getByText(/^Thêm dòng/)).toHaveTextContent('Thêm dòng «Ba»')
    expect(item.getByText(/^Bỏ dòng/)).toHaveTextContent('Bỏ dòng «Hai»')
    expect(item.getByText(/^Sửa dòng 1/)).toHaveTextContent('Sửa dòng 1 «Mốt»Nội dung kiến nghịMột → Mốt')
  })
  it('shows papers by name, and no id, hash or bracket anywhere', async () => {
    const paper = { document: 'doc_1', name: 'biên bản.pdf', version: 1, sha256: 'ab'.repeat(32) }
    show(<Timeline kind={told} items={[
      moment('attach', [{ field: 'minutes', old: null, new: paper }], { version: 5 }),
      moment('replace', [{ field: 'minutes', old: null, new: { ...paper, version: 2 } }], { version: 4 }),
      moment('describe', [{ field: 'document', old: { ...paper, number: '12' }, new: { ...paper, number: '21' } }], { version: 3 }),
      moment('do:send', [{ field: 'state', old: 'draft', new: 'sent' }], { by: { id: 'system:notice', name: 'system:notice' } }),
    ]} />)
    expect(await screen.findByText('biên bản.pdf')).toBeVisible()
    expect(screen.getByText('biên bản.pdf (bản thứ 2)')).toBeVisible()
    expect(screen.getByText('Số, ký hiệu của văn bản «biên bản.pdf»')).toBeVisible()
    expect(screen.getByText('Gửi lãnh đạo duyệt')).toBeVisible()
    expect(screen.getByText(/^Hệ thống/)).toBeVisible()
    expect(screen.getByRole('list').textContent).not.toMatch(/doc_1|abab|[{}]|system:/)
  })
  it('says of a value no screen has words for that it changed, never as it is stored', async () => {
    show(<Timeline kind={told} items={[moment('update', [
      { field: 'gone_since', old: null, new: { id: 'row_1', text: 'Cũ' } },
      { field: 'shape', old: null, new: [{ id: 'row_2' }] },
    ])]} />)
    expect((await screen.findAllByText('đã thay đổi')).length).toBe(2)
    expect(screen.getByRole('list').textContent).not.toMatch(/row_|[{}[\]"]/)
  })
  it('calls what a former version of the form had by the name it had, and never by its code', async () => {
    const items = [moment('update', [{ field: 'note', label: both('Ghi chú'), old: null, new: 'Đã gõ' }, { field: 'gone_field', old: null, new: 'unt_01jzzzzzzzzzzzzzzzzzzzzzzz' }, { field: 'gone_slot', old: null, new: { document: 'doc_1', name: 'a.pdf', version: 1 } }] as Change[])]
    const { container } = show(<Timeline kind={told} items={items} />)
    expect(await screen.findByText('Ghi chú')).toBeVisible()
    expect(screen.getAllByText('Mục của mẫu trước')).toHaveLength(2)
    expect(container.textContent).not.toMatch(/gone_|unt_/)
  })

  it('leaves out edits that changed nothing', async () => {
    show(<Timeline kind={told} items={[moment('update', [{ field: 'form', old: null, new: '' }]), moment('refresh', [])]} />)
    expect((await screen.findByRole('list')).children).toHaveLength(0)
  })
})
