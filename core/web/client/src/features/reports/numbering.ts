import type { Block, Chapter, Section } from '@/api/types.gen'

// Chapters and sections are numbered as on the paper: what says nothing is left out there.

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']

export interface Numbered<T> { of: T; /** "I.", "2."; nothing where the paper has no such part. */ numeral: string; says: boolean }
export interface Part extends Numbered<Chapter> { sections: Numbered<Section>[] }

const saysBlock = (b: Block): boolean => (b.table ? b.table.rows.length > 0 : true)
const saysSection = (s: Section): boolean => s.blocks.some(saysBlock) || s.text.shown.trim() !== ''

export function numbered(chapters: Chapter[]): Part[] {
  let chapter = 0
  return chapters.map((of) => {
    let section = 0
    const sections = of.sections.map((s) => {
      const says = saysSection(s)
      return { of: s, says, numeral: says && s.title ? `${++section}.` : '' }
    })
    const says = sections.some((s) => s.says)
    return { of, says, numeral: says ? `${ROMAN[chapter++] ?? ''}.` : '', sections }
  })
}
