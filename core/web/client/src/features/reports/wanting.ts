import type { Report, Written } from '@/api/types.gen'

// What somebody should look at before a report is frozen: pure reckoning, no screen.

/** A place that is carried over and not confirmed, that nobody wrote, or that the paper leaves blank. */
export interface Wanting { key: string; label: string; why: 'carried' | 'empty' | 'blank' }

/** Chapters of which the sections come from the modules: they say something by themselves. */
const COUNTED = ['results', 'targets']
const BLANKS = ['face.number', 'face.date', 'face.signer']

/** `opening` and `closing` are what these are called. */
export function wanting(r: Report, opening: string, closing: string): Wanting[] {
  const carried = (w: Written, label: string): Wanting[] => (w.from ? [{ key: w.key, label, why: 'carried' }] : [])
  const out = carried(r.opening, opening)
  for (const chapter of r.chapters) {
    for (const s of chapter.sections) {
      const label = s.title || chapter.title
      out.push(...carried(s.text, label))
      if (!COUNTED.includes(chapter.id) && s.text.text.trim() === '') out.push({ key: s.text.key, label, why: 'empty' })
    }
  }
  out.push(...carried(r.closing, closing))
  for (const line of r.face) {
    out.push(...carried(line, line.label))
    if (BLANKS.includes(line.key) && line.shown.trim() === '') out.push({ key: line.key, label: line.label, why: 'blank' })
  }
  return out
}

/** Where a text is written on the screen. */
export const placeOf = (key: string): string => `text-${key.replaceAll('.', '-')}`
