import { periodName, shift } from '@/draw/period'
import { wordsIn, type Words } from '@/i18n'
import { inSentence } from '@/i18n/format'

// Names that stand in a text for the period, the next one and the unit, so that
// what is carried over names the new period by itself. The paper is Vietnamese.

const NAMES = ['period', 'next', 'unit'] as const

/** The text as the paper shows it. */
export function filled(text: string, period: string, unit: string): string {
  const vi = wordsIn('vi')
  const named = (p: string) => inSentence(periodName(vi, p))
  return text.replaceAll('{period}', named(period)).replaceAll('{next}', named(shift(period, 1))).replaceAll('{unit}', unit)
}

/** The text as it is written, its names in the reader's language: {kỳ này}. */
export function written({ t }: Words, text: string): string {
  return NAMES.reduce((s, name) => s.replaceAll(`{${name}}`, `{${t(`report.name_${name}`)}}`), text)
}

/** What was written, as it is kept. */
export function kept({ t }: Words, text: string): string {
  return NAMES.reduce((s, name) => s.replaceAll(`{${t(`report.name_${name}`)}}`, `{${name}}`), text)
}
