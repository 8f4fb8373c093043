import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Figure, Tile as TileData } from '@/api/types.gen'
import '@/i18n/figures'
import { show } from '@/test/render'
import { both } from '@/test/samples'
import { rank } from './rank'
import { Tile } from './tile'

const figure = (more: Partial<Figure>): Figure => ({ value: null, numerator: 0, denominator: 0, proven: null, claimed: null, target: { op: '>=', value: 95 }, status: 'none', as_of: '2026-11-24T00:00:00Z', stale: false, recomputing: false, approved: null, withdrawn: 0, ...more })
const tile = (f: Figure): TileData => ({ measure: 'a.m', label: both('Kiến nghị đúng hạn'), unit: 'percent', kind: 'ratio', of: 'a.b', figure: f, split: [] })

describe('a figure of an area that is off', () => {
  it('stands grey, says that nobody follows it, and leads nowhere', async () => {
    show(<ul><Tile tile={tile(figure({ pilot: 'off' }))} unit="unt_1" period="2026" /></ul>)
    expect(await screen.findByText('Không theo dõi: lĩnh vực này đang tắt.')).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Kiến nghị đúng hạn' })).toBeVisible()
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('ranks no unit', () => {
    const row = { unit: { id: 'u', name: 'Xã A', kind: 'commune', has_children: false }, figures: { 'a.m': figure({ pilot: 'off' }) } }
    const { shown, silent } = rank([row], tile(figure({ pilot: 'off' })), 'all')
    expect([shown, silent]).toEqual([[], []])
  })
})
