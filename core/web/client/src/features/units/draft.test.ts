import { describe, expect, it } from 'vitest'
import { unit as aUnit } from '@/test/samples'
import { acting, blank, lacks } from './draft'

const unit = aUnit({ name: 'Phường Thành Sen', short_name: 'Thành Sen' })

describe('the draft of an act', () => {
  it('asks for a basis for every act but opening', () => {
    expect(lacks('close', blank('close', unit, '2026-11-24'), unit)).toEqual(['basis'])
    expect(lacks('open', { ...blank('open', unit, '2026-11-24'), name: 'Tổ 9', kind: 'residential_area' }, unit)).toEqual([])
  })

  it('sends of a renaming only what changed', () => {
    const d = { ...blank('rename', unit, '2026-11-24'), name: 'Phường Thành Sen Mới', basis: 'NQ 1' }
    expect(acting('rename', d, unit)).toEqual({ act: 'rename', name: 'Phường Thành Sen Mới', on: '2026-11-24', basis: 'NQ 1' })
    expect(lacks('rename', { ...d, name: unit.name }, unit)).toEqual(['name'])
  })

  it('names the successor of a merge', () => {
    const d = { ...blank('merge', unit, '2026-11-24'), basis: 'NQ 1', with: ['unt_2'] }
    expect(acting('merge', d, unit)).toMatchObject({ with: ['unt_2'], into: { id: 'unt_1' } })
    expect(acting('merge', { ...d, into: 'other', heir: 'unt_2' }, unit)).toMatchObject({ into: { id: 'unt_2' } })
    expect(acting('merge', { ...d, into: 'new', name: 'Phường Mới' }, unit)).toMatchObject({ into: { name: 'Phường Mới', kind: 'commune' } })
  })

  it('divides what stands below among the heirs of a split', () => {
    const d = blank('split', unit, '2026-11-24')
    expect(lacks('split', { ...d, basis: 'NQ 1' }, unit)).toEqual(['parts'])
    const parts = d.parts.map((p, i) => ({ ...p, name: `Phường ${i + 1}`, children: [`unt_${i + 5}`] }))
    expect(acting('split', { ...d, parts }, unit)).toMatchObject({ parts: [{ name: 'Phường 1', children: ['unt_5'] }, { name: 'Phường 2', children: ['unt_6'] }] })
  })
})
