import { describe, expect, it } from 'vitest'
import { wordsIn } from '@/i18n'
import { me } from '@/test/samples'
import { groupsOf, thumbWays } from './nav'

const words = wordsIn('vi')
const names = (ways: { label: string }[]) => ways.map((w) => w.label)

describe('the ways', () => {
  it('stand by task area, in the order of the menu', () => {
    expect(groupsOf(words, me()).map((g) => [g.label, names(g.ways)])).toEqual([
      ['Giám sát', ['Cuộc giám sát', 'Kế hoạch giám sát, phản biện xã hội năm']],
      ['Việc chung', ['Kiến nghị']],
      ['Theo dõi định kỳ', ['Nghĩa vụ định kỳ']],
      ['Kết quả thực hiện', ['Giám sát']],
    ])
  })
  it('lead to administration only where the reader may', () => {
    const admin = (can: string[]) => names(groupsOf(words, me({ can })).find((g) => g.id === 'admin')?.ways ?? [])
    expect(admin([])).toEqual([])
    expect(admin(['admin:people', 'audit:read'])).toEqual(['Người dùng và nhiệm vụ'])
    expect(admin(['admin:units', 'admin:people', 'admin:modules'])).toHaveLength(4)
  })
})

describe('the four under the thumb', () => {
  it('are today, one of two task areas each, and the results', () => {
    expect(names(thumbWays(words, me()))).toEqual(['Hôm nay', 'Cuộc giám sát', 'Kiến nghị', 'Kết quả'])
  })
  it('are filled from the rest where a person has little', () => {
    expect(names(thumbWays(words, me({ menu: [], boards: [], can: ['admin:units', 'admin:people'] })))).toEqual(['Hôm nay', 'Đơn vị', 'Người dùng và nhiệm vụ'])
  })
})
