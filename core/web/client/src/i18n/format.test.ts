import { describe, expect, it } from 'vitest'
import { loadLanguage, wordsIn } from '.'
import { compareNames, daysBetween, fold, formatBytes, formatDate, formatInstant, formatNumber, parseDate, parseNumber } from './format'

describe('dates', () => {
  it.each([
    ['5/2/26', '2026-02-05'], ['05-02-2026', '2026-02-05'], ['05.02.2026', '2026-02-05'], ['2026-2-5', '2026-02-05'], [' 29/2/2028 ', '2028-02-29'],
  ])('reads %s', (typed, iso) => expect(parseDate(typed)).toBe(iso))
  it.each(['', '29/2/2027', '2/13/2026', '31/4/2026', 'mai', '5/2', '0/1/2026'])('refuses %s', (typed) => expect(parseDate(typed)).toBeNull())
  it('writes day before month, and clocks of Vietnam', () => {
    expect(formatDate('2026-11-05')).toBe('05/11/2026')
    expect(formatDate(null)).toBe('')
    expect(formatDate('2026-11-23T17:30:00Z')).toBe('24/11/2026')
    expect(formatInstant('2026-11-04T17:42:00Z')).toBe('00:42 05/11/2026')
  })
  it('counts days across months and years', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
    expect(daysBetween('2026-11-24', '2026-11-20')).toBe(-4)
  })
})

describe('numbers', () => {
  it.each([['1.234,5', 1234.5], ['1 234,5', 1234.5], ['1234.5', 1234.5], ['1.234.567', 1234567], ['-3', -3], ['0,25', 0.25]])('reads %s', (typed, n) => expect(parseNumber(typed)).toBe(n))
  it.each(['', 'abc', '1,2,3', '1e5', '--1'])('refuses %s', (typed) => expect(parseNumber(typed)).toBeUndefined())
  it('writes the Vietnamese way', () => {
    expect(formatNumber(1234.56)).toBe('1.234,6')
    expect(formatBytes(1536)).toBe('1,5 KB')
    expect(formatBytes(3 * 1024 * 1024)).toBe('3 MB')
  })
})

describe('words', () => {
  it('puts names in order', () => expect(['Thôn 10', 'Đức', 'Út', 'Thôn 2', 'Dương'].sort(compareNames)).toEqual(['Dương', 'Đức', 'Thôn 2', 'Thôn 10', 'Út']))
  it('folds marks, đ and spaces away', () => expect(fold('  Đoàn   KẾT Thạch Hà ')).toBe('doan ket thach ha'))
  it('fills holes and leaves unknown ones', () => {
    const words = wordsIn('vi')
    expect(words.t('due.late', { days: 3, date: '05/11/2026' })).toBe('Quá hạn 3 ngày (hạn 05/11/2026)')
    expect(words.maybe('không.có', 'còn {n}', { n: 2 })).toBe('còn 2')
    expect(words.t('due.was')).toContain('{date}')
  })
  it('reads the server’s texts in the reader’s language, else in the other', async () => {
    await loadLanguage('en')
    expect(wordsIn('en').pick({ vi: 'Kiến nghị', en: 'Recommendation' })).toBe('Recommendation')
    expect(wordsIn('en').pick({ vi: 'Kiến nghị' })).toBe('Kiến nghị')
    expect(wordsIn('vi').pick({ en: 'Recommendation' })).toBe('Recommendation')
    expect(wordsIn('vi').pick(undefined, 'x')).toBe('x')
    expect(wordsIn('en').t('nav.today')).toBe('Today')
  })
})
