import { describe, expect, it } from 'vitest'
import type { OwnFieldList } from '@/api/types.gen'
import { begin, fieldOf, named } from './draft'

const list = (...names: string[]): OwnFieldList => ({
  kind: 'demo.visit', version: 1, hidden: [], fields: names.map((name) => ({ name, type: 'text', label: { vi: name, en: name } })),
})

describe('an own field', () => {
  it('has a name made of its words, once', () => {
    expect(named('Số hộ nghèo (năm trước)', 'x_', 40, [])).toBe('x_so_ho_ngheo_nam_truoc')
    expect(named('Đường', 'x_', 40, ['x_duong', 'x_duong_2'])).toBe('x_duong_3')
    expect(named('2 lần', '', 40, [])).toBe('v_2_lan')
    expect(named('…', 'x_', 40, [])).toBe('x_muc')
    expect(named('rất dài '.repeat(20), 'x_', 40, []).length).toBeLessThanOrEqual(40)
  })

  it('keeps name, choices and English of what stands', () => {
    const was = { name: 'x_nguon', type: 'enum' as const, label: { vi: 'Nguồn', en: 'Source' }, values: [{ id: 'call', label: { vi: 'Gọi đến', en: 'Call' } }] }
    const d = begin(was)
    const made = fieldOf({ ...d, index: true, values: [...d.values, { label: 'Thư' }, { label: ' ' }] }, list('x_nguon'))
    expect(made).toMatchObject({ name: 'x_nguon', index: true, label: { vi: 'Nguồn', en: 'Source' } })
    expect(made.values).toEqual([{ id: 'call', label: { vi: 'Gọi đến', en: 'Call' } }, { id: 'thu', label: { vi: 'Thư', en: 'Thư' } }])
  })

  it('asks for nothing its type does not have', () => {
    const made = fieldOf({ ...begin(), label: 'Ghi chú', type: 'longtext', index: true, search: true, min: 3 }, list())
    expect(made.index).toBeUndefined()
    expect(made.min).toBeUndefined()
    expect(made.search).toBe(true)
  })
})
