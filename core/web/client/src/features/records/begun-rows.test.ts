import type { Fields } from '@/api/types.gen'
import { describe, expect, it } from 'vitest'
import { filled, keptAfter, unsent } from './use-draft'

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
