import { describe, expect, it } from 'vitest'
import { wordsIn } from '@/i18n'
import { filled, kept, written } from './fill'
import { report, text } from './sample'
import { wanting } from './wanting'

describe('what is wanting', () => {
  it('names what is carried over, what nobody wrote and what the paper leaves blank', () => {
    const r = report({ opening: text('opening', 'Như sau:', { from: '2026-H1' }) })
    expect(wanting(r, 'Lời mở đầu', 'Lời kết').map((w) => `${w.label}: ${w.why}`)).toEqual(['Lời mở đầu: carried', 'Hạn chế, nguyên nhân: empty', 'Số: blank'])
  })
  it('asks nothing of sections that say something by themselves', () => {
    expect(wanting(report(), '', '').map((w) => w.key)).not.toContain('demo.visits')
  })
})

describe('names that stand in a text', () => {
  const words = wordsIn('vi')
  it('are filled in for the paper, also the period after a year’s end', () => {
    expect(filled('{unit} báo cáo {period}, việc {next}', '2026-H2', 'Xã Một')).toBe('Xã Một báo cáo 6 tháng cuối năm 2026, việc 6 tháng đầu năm 2027')
    expect(filled('{period}', '2026', 'Xã Một')).toBe('năm 2026')
  })
  it('are read in the reader’s language and kept in none', () => {
    const seen = written(words, 'Trong {period} của {unit}')
    expect(seen).toBe('Trong {kỳ này} của {đơn vị}')
    expect(kept(words, seen)).toBe('Trong {period} của {unit}')
  })
})
