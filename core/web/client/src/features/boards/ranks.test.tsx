import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Figure, Sheet } from '@/api/types.gen'
import { show } from '@/test/render'
import { both } from '@/test/samples'
import { Ranks } from './ranks'

const figure = (value: number | null, more: Partial<Figure> = {}): Figure => ({ value, numerator: value ?? 0, denominator: value === null ? 0 : 100, proven: value, claimed: 0, target: { op: '>=', value: 95 }, status: 'missed', as_of: '2026-11-24T00:00:00Z', stale: false, recomputing: false, approved: null, withdrawn: 0, ...more })
const at = (id: string, name: string, f: Figure) => ({ unit: { id, name, kind: 'commune', has_children: true }, figures: { share: f } })
const board: Sheet = {
  board: 'learning', label: both('Học tập'), unit: { id: 'unt_0', name: 'Tỉnh Hà Tĩnh', kind: 'province', has_children: true }, period: '2026', as_of: '2026-11-24T00:00:00Z', breadcrumb: [],
  tiles: [{ measure: 'share', label: both('Đảng viên đã học tập'), unit: 'percent', kind: 'ratio', of: 'a.b', figure: figure(80), split: [] }],
  rows: [at('unt_1', 'Xã A', figure(40)), at('unt_2', 'Xã B', figure(null)), at('unt_3', 'Xã C', figure(97, { status: 'met' }))],
}

describe('Ranks', () => {
  it('ranks units with a word for their status and narrows to one', async () => {
    show(<Ranks board={board} period="2026" />)
    const list = await screen.findByRole('list', { name: 'Xếp hạng theo: Đảng viên đã học tập' })
    const rows = within(list).getAllByRole('listitem')
    expect(rows.map((r) => within(r).getByRole('link').textContent)).toEqual(['Xã C', 'Xã A'])
    expect(within(list).getByText('Đạt')).toBeVisible()
    expect(within(list).getByRole('link', { name: 'Xã A' })).toHaveAttribute('href', expect.stringMatching(/^\/boards\/learning\?unit=unt_1/))
  })

  it('lists units without report', async () => {
    show(<Ranks board={board} period="2026" />)
    expect(await screen.findByText('1 đơn vị chưa có số liệu trong kỳ')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Xã B' })).toBeVisible()
  })
})
