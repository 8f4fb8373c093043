import type { Fields } from '@/api/types.gen'
import { describe, expect, it } from 'vitest'
import { clashes, filled, keptAfter, rebased, remaining, unsent } from './edits'

describe('rows just begun', () => {
  it('are nothing to send, and stay when the rest was saved', () => {
    const sent: Fields = { lines: [{ title: 'Một' }, { title: '' }], title: 'Kế hoạch' }
    const held: Fields = { lines: [{ id: 'row_1', title: 'Một' }], title: 'Kế hoạch' }
    const kept = keptAfter(sent, sent, held)
    expect(kept).toEqual({ lines: [{ id: 'row_1', title: 'Một' }, { title: '' }] })
    expect(unsent(kept, held)).toEqual({})
    expect(unsent({ lines: [{ id: 'row_1', title: 'Một' }, { title: 'Hai' }] }, held)).not.toEqual({})
  })
  it('leave an empty list empty', () => {
    expect(filled([{}, { id: 'row_1', title: '' }])).toBeNull()
    expect(keptAfter({ lines: [{}] }, { lines: [{}] }, {})).toEqual({ lines: [{}] })
  })
})

describe('edits', () => {
  it('are what still differs from the server', () => {
    expect(remaining({ a: 1, b: [1, 2], c: '' }, { a: 1, b: [1, 2], c: 'x' })).toEqual({ c: '' })
  })
  it('clash only where both changed, and differently', () => {
    expect(clashes({ a: 'mine', b: 'mine', c: 'same' }, { a: 0, b: 'old', c: 0 }, { a: 'theirs', b: 'old', c: 'same' })).toEqual(['a'])
  })
})

describe('the rows two people changed', () => {
  const one = { id: 'row_1', title: 'Một', people: 1 }
  const two = { id: 'row_2', title: 'Hai', people: 2 }
  const together = (mine: Fields[], theirs: Fields[]) => rebased({ edits: { lines: mine }, base: { lines: [one, two] } }, { lines: theirs }).edits.lines

  it('come together where nobody touched the same cell', () => {
    expect(together([{ ...one, people: 9 }, two, { title: 'Ba' }], [{ ...one, title: 'Mốt' }, two])).toEqual([{ id: 'row_1', title: 'Mốt', people: 9 }, two, { title: 'Ba' }])
    expect(together([one, two, { title: '' }], [one, two, { id: 'row_3', title: 'Ba' }])).toEqual([one, two, { id: 'row_3', title: 'Ba' }, { title: '' }])
    expect(together([two], [one, { ...two, people: 3 }])).toEqual([{ ...two, people: 3 }])
  })
  it('stay apart where both changed one, or one dropped what the other changed', () => {
    for (const [mine, theirs] of [
      [[{ ...one, people: 9 }, two], [{ ...one, people: 8 }, two]],
      [[two], [{ ...one, people: 8 }, two]],
      [[{ ...one, people: 9 }, two], [two]],
    ] as [Fields[], Fields[]][]) {
      expect(together(mine, theirs)).toBe(mine)
      expect(clashes({ lines: mine }, { lines: [one, two] }, { lines: theirs })).toEqual(['lines'])
    }
  })
})
