import { describe, expect, it } from 'vitest'
import { readListSearch, readRecordSearch } from './search'

describe('an address read with suspicion', () => {
  it('keeps what narrows a list, numbers and yes/no as words', () => {
    expect(readListSearch({ q: 2026, state: 'draft', f: { form: 'team', open: true, people: 3 } })).toEqual({ q: '2026', state: 'draft', f: { form: 'team', open: 'true', people: '3' } })
  })
  it('drops what is none', () => {
    expect(readListSearch({ q: '', state: { a: 1 }, f: ['x'] })).toEqual({})
    expect(readListSearch({ f: { a: null, b: { c: 1 } } })).toEqual({})
    expect(readRecordSearch({ do: 'send', tab: [] })).toEqual({ do: 'send' })
  })
})
