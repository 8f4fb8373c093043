import { describe, expect, it } from 'vitest'
import type { Figure, SheetRow, Tile } from '@/api/types.gen'
import { both } from '@/test/samples'
import { rank } from './rank'

const figure = (more: Partial<Figure>): Figure => ({ value: 0, numerator: 0, denominator: 0, proven: 0, claimed: 0, target: { op: '>=', value: 95 }, status: 'none', as_of: '2026-11-24T00:00:00Z', stale: false, recomputing: false, approved: null, withdrawn: 0, ...more })
const row = (name: string, f: Partial<Figure>): SheetRow => ({ unit: { id: name, name, kind: 'commune', has_children: false }, figures: { m: figure(f) } })
const tile = (more: Partial<Tile> = {}): Tile => ({ measure: 'm', label: both('M'), unit: 'percent', kind: 'ratio', of: 'a.b', figure: figure({}), split: [], ...more })

describe('rank', () => {
  it('puts the best first and those without report apart', () => {
    const { shown, silent } = rank([row('Xã A', { value: 40, numerator: 4, denominator: 10 }), row('Xã B', { value: null }), row('Xã C', { value: 90, numerator: 9, denominator: 10 })], tile(), 'all')
    expect(shown.map((r) => r.unit.name)).toEqual(['Xã C', 'Xã A'])
    expect(silent.map((r) => r.unit.name)).toEqual(['Xã B'])
  })

  it('keeps a reported nought among the reported', () => {
    const { shown, silent } = rank([row('Xã A', { value: 0, numerator: 0, denominator: 10 })], tile(), 'all')
    expect([shown.length, silent.length]).toEqual([1, 0])
  })

  it('puts the smallest first when the target is a ceiling', () => {
    const least = tile({ kind: 'count', unit: 'count', figure: figure({ target: { op: '<=', value: 3 } }) })
    const { shown } = rank([row('Xã A', { value: 7, numerator: 7 }), row('Xã B', { value: 1, numerator: 1 })], least, 'all')
    expect(shown.map((r) => r.unit.name)).toEqual(['Xã B', 'Xã A'])
  })

  it('can rank by what is proven alone', () => {
    const { shown } = rank([row('Xã A', { value: 90, proven: 10, numerator: 9, denominator: 10 }), row('Xã B', { value: 50, proven: 50, numerator: 5, denominator: 10 })], tile(), 'proven')
    expect(shown.map((r) => r.unit.name)).toEqual(['Xã B', 'Xã A'])
  })

  it('leaves out units a coverage does not ask', () => {
    const { shown, silent } = rank([row('Hội Nông dân', { value: null }), row('Xã A', { value: 0, denominator: 1 })], tile({ kind: 'coverage' }), 'all')
    expect([shown.length, silent.map((r) => r.unit.name)]).toEqual([0, ['Xã A']])
  })
})
