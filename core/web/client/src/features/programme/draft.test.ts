import { describe, expect, it } from 'vitest'
import type { Programme, Resolution } from '@/api/types.gen'
import { adopted, draftOf, dropped, joined, parted, shorten } from './draft'

const both = (vi: string, en = vi) => ({ vi, en })
const programme = {
  version: 3, own: true, reckoning: false, title: '', sections: [],
  clauses: [
    { id: 'III.1.a', title: both('Học tập', 'Study'), kinds: [], measures: [], duties: [] },
    { id: 'III.9.a', title: both('Việc đã bỏ'), kinds: [], measures: [], duties: [] },
  ],
  serves: { 'demo.visit': { always: ['III.1.a', 'III.9.a'], by: { form: { online: ['III.9.a'] } } } },
} as unknown as Programme
const read = {
  name: 'NGHỊ QUYẾT', about: 'về công tác Mặt trận', number: '05-NQ/TU', targets: [], measures: [{ name: 'demo.met', label: both('Đã học tập') }],
  proposed: [{ code: 'CT-1a', title: 'Mọi cấp ủy học tập ', op: 'at_least', value: 100, measures: ['demo.met'] }],
  sections: [{ id: 'III', title: 'NHIỆM VỤ', role: 'tasks', from: 3, groups: [{ id: 'III.1', title: 'Tuyên truyền', from: 5 }, { id: 'IV.1', title: '', from: 9 }] }],
  clauses: [{ id: 'III.1.a', text: 'Quán triệt chủ trương', from: 7, to: 7 }, { id: 'III.1.b', text: 'Vận động Nhân dân; giám sát việc thực hiện', from: 7, to: 8, lead: 'Ủy ban MTTQ' }],
  lines: ['', '', 'III. NHIỆM VỤ', '', '1. Tuyên truyền', '', 'Quán triệt chủ trương;', 'vận động Nhân dân; giám sát việc thực hiện.', ''],
} as unknown as Resolution

describe('a reading under correction', () => {
  it('keeps short titles the province has, and makes others of the first words', () => {
    const d = draftOf(read, programme)
    expect(d.title).toBe('NGHỊ QUYẾT số 05-NQ/TU về công tác Mặt trận')
    expect(d.sections.map((s) => s.id)).toEqual(['III', 'III.1'])
    expect(d.clauses.map((c) => c.title)).toEqual(['Học tập', 'Vận động Nhân dân'])
    expect(shorten('x '.repeat(80)).length).toBeLessThanOrEqual(91)
  })
  it('is parted at a place and joined again', () => {
    const d = parted(draftOf(read, programme), 'III.1.b', 'Vận động Nhân dân;'.length)
    expect(d.clauses.map((c) => [c.id, c.words])).toEqual([['III.1.a', 'Quán triệt chủ trương'], ['III.1.b', 'Vận động Nhân dân'], ['III.1.c', 'Giám sát việc thực hiện']])
    expect(joined(d, 'III.1.c').clauses.map((c) => c.words)).toEqual(['Quán triệt chủ trương', 'Vận động Nhân dân; Giám sát việc thực hiện'])
    expect(parted(d, 'III.1.a', 0)).toBe(d)
    expect(joined(d, 'III.1.a')).toBe(d)
  })
  it('is adopted with the map of what is still there, and says what falls away', () => {
    const d = draftOf(read, programme)
    expect(dropped(d, programme).map((c) => c.id)).toEqual(['III.9.a'])
    expect(adopted(d, programme)).toMatchObject({
      sections: [{ id: 'III', title: 'NHIỆM VỤ' }, { id: 'III.1', title: 'Tuyên truyền' }],
      clauses: [{ id: 'III.1.a', title: { vi: 'Học tập', en: 'Study' }, words: 'Quán triệt chủ trương' }, { id: 'III.1.b', title: { vi: 'Vận động Nhân dân', en: '' } }],
      targets: [{ code: 'CT-1a', title: 'Mọi cấp ủy học tập', op: 'at_least', value: 100, measures: ['demo.met'] }],
      serves: { 'demo.visit': { always: ['III.1.a'], by: { form: { online: [] } } } },
    })
  })
})
