import { describe, expect, it } from 'vitest'
import { wordsIn } from '@/i18n'
import { kind, me } from '@/test/samples'
import { firstWays, groupsOf, otherGroups, thumbWays, type Habit } from './nav'

const words = wordsIn('vi')
const names = (ways: { label: string }[]) => ways.map((w) => w.label)

describe('the ways', () => {
  it('stand by task area, in the order of the menu', () => {
    expect(groupsOf(words, me()).map((g) => [g.label, names(g.ways)])).toEqual([
      ['Giám sát', ['Cuộc giám sát', 'Kế hoạch giám sát, phản biện xã hội năm']],
      ['Việc chung', ['Kiến nghị']],
      ['Theo dõi định kỳ', ['Nghĩa vụ định kỳ']],
      ['Kết quả thực hiện', ['Giám sát', 'Nghị quyết', 'Báo cáo']],
    ])
  })
  it('lead to administration only where the reader may', () => {
    const admin = (can: string[]) => names(groupsOf(words, me({ can })).find((g) => g.id === 'admin')?.ways ?? [])
    expect(admin([])).toEqual([])
    expect(admin(['admin:people', 'audit:read'])).toEqual(['Người dùng và nhiệm vụ', 'Nhật ký'])
    expect(admin(['admin:units', 'admin:people', 'admin:modules'])).toHaveLength(4)
  })
})

const worked = (can_create: boolean, uses: Record<string, number> = {}): Habit => ({ kinds: new Map(me().menu.map((e) => [e.kind, kind({ full_name: e.kind, can_create })])), uses })

describe('the first ways', () => {
  it('are today, the kinds a person makes, most used first, and what follows from them', () => {
    expect(names(firstWays(words, me(), worked(true, { 'core.recommendation': 3 })))).toEqual(['Hôm nay', 'Kiến nghị', 'Cuộc giám sát', 'Kế hoạch giám sát, phản biện xã hội năm', 'Nghĩa vụ định kỳ', 'Giám sát', 'Nghị quyết', 'Báo cáo'])
  })
  it('are decisions and figures for a leader, who makes no records', () => {
    expect(names(firstWays(words, me(), worked(false))).slice(0, 4)).toEqual(['Hôm nay', 'Chờ quyết định', 'Nghị quyết', 'Giám sát'])
  })
  it('do not grow with the platform: the others stand by area', () => {
    const menu = Array.from({ length: 30 }, (_, i) => ({ kind: `m${i % 6}.k${i}`, label: { vi: `Loại ${i}`, en: `Kind ${i}` }, order: i, module: `m${i % 6}` }))
    const many = me({ menu, modules: Array.from({ length: 6 }, (_, i) => ({ id: `m${i}`, label: { vi: `Lĩnh vực ${i}`, en: '' }, enabled: true })) })
    const habit: Habit = { kinds: new Map(menu.map((e) => [e.kind, kind({ full_name: e.kind })])), uses: { 'm1.k25': 2, 'm0.k6': 9 } }
    const first = firstWays(words, many, habit)
    expect(names(first)).toEqual(['Hôm nay', 'Loại 6', 'Loại 25', 'Loại 0', 'Loại 1', 'Nghĩa vụ định kỳ', 'Giám sát', 'Nghị quyết', 'Báo cáo'])
    const others = otherGroups(words, many, first)
    expect(others.map((g) => g.label)).toEqual(['Lĩnh vực 0', 'Lĩnh vực 1', 'Lĩnh vực 2', 'Lĩnh vực 3', 'Lĩnh vực 4', 'Lĩnh vực 5'])
    expect(first.length + others.flatMap((g) => g.ways).length).toBe(35)
  })
})

describe('the four under the thumb', () => {
  it('are today, the two kinds used most, and the results', () => {
    expect(names(thumbWays(words, me(), worked(true, { 'core.recommendation': 1 })))).toEqual(['Hôm nay', 'Kiến nghị', 'Cuộc giám sát', 'Kết quả'])
  })
  it('are filled from the rest where a person has little', () => {
    expect(names(thumbWays(words, me({ menu: [], boards: [], can: ['admin:units', 'admin:people'] }), worked(true)))).toEqual(['Hôm nay', 'Đơn vị', 'Người dùng và nhiệm vụ'])
  })
})
