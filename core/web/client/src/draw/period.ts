import type { Words } from '@/i18n'

// Periods as the server names them: 2026-11, 2026-Q4, 2026-H2, 2026; a term is 2025-2030.

export type Grain = 'month' | 'quarter' | 'half' | 'year'
const ROMAN = ['I', 'II', 'III', 'IV']

export function grainOf(period: string): Grain {
  if (/^\d{4}-Q[1-4]$/.test(period)) return 'quarter'
  if (/^\d{4}-H[12]$/.test(period)) return 'half'
  if (/^\d{4}-\d{2}$/.test(period)) return 'month'
  return 'year'
}

export const isPeriod = (s: string): boolean => /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|\d{4}))?$/.test(s)
const isTerm = (s: string): boolean => /^\d{4}-\d{4}$/.test(s)

/** The period of a grain that a day falls into. */
export function periodOf(day: string, grain: Grain): string {
  const year = day.slice(0, 4)
  const month = Number(day.slice(5, 7))
  if (grain === 'month') return day.slice(0, 7)
  if (grain === 'quarter') return `${year}-Q${Math.ceil(month / 3)}`
  if (grain === 'half') return `${year}-H${month <= 6 ? 1 : 2}`
  return year
}

/** The first month of a period, as "2026-10-01". */
export function firstDay(period: string): string {
  const year = period.slice(0, 4)
  const rest = isTerm(period) ? '' : period.slice(5)
  const month = rest.startsWith('Q') ? (Number(rest[1]) - 1) * 3 + 1 : rest.startsWith('H') ? (Number(rest[1]) - 1) * 6 + 1 : rest ? Number(rest) : 1
  return `${year}-${String(month).padStart(2, '0')}-01`
}

const MONTHS: Record<Grain, number> = { month: 1, quarter: 3, half: 6, year: 12 }

/** The period `steps` further on. */
export function shift(period: string, steps: number): string {
  if (isTerm(period)) return period.replace(/\d{4}/g, (year) => String(Number(year) + steps * 5))
  const grain = grainOf(period)
  const first = firstDay(period)
  const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + steps * MONTHS[grain]
  const day = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
  return periodOf(day, grain)
}

export function periodName(words: Words, period: string): string {
  const year = period.slice(0, 4)
  const rest = period.slice(5)
  if (isTerm(period)) return words.t('period.term_of', { from: year, to: rest })
  switch (grainOf(period)) {
    case 'month':
      return words.t('period.month_of', { month: Number(rest), year })
    case 'quarter':
      return words.t('period.quarter_of', { quarter: ROMAN[Number(rest[1]) - 1] ?? '', year })
    case 'half':
      return words.t(rest === 'H1' ? 'period.first_half' : 'period.second_half', { year })
    default:
      return words.t('period.year_of', { year })
  }
}
