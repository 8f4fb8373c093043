import type { ClauseRef, Programme } from '@/api/types.gen'
import type { Words } from '@/i18n'

// How the clauses of a resolution stand under its headings.

export interface Group<T extends ClauseRef> { id: string; title: string; /** The heading above, where it differs from the group before. */ above: string; clauses: T[] }

const under = (id: string, heading: string) => id.startsWith(`${heading}.`)

/** Clauses by their nearest heading, in the order of the resolution; without headings by what their ids begin with. */
export function outline<T extends ClauseRef>(words: Words, sections: Programme['sections'], clauses: T[]): Group<T>[] {
  const out: Group<T>[] = []
  let above = ''
  for (const clause of clauses) {
    const over = sections.filter((s) => under(clause.id, s.id)).toSorted((a, b) => a.id.length - b.id.length)
    const nearest = over.at(-1)
    const id = nearest?.id ?? clause.id.replace(/\.[^.]+$/, '')
    const last = out.at(-1)
    if (last?.id === id) {
      last.clauses.push(clause)
      continue
    }
    const top = over.length > 1 ? `${over[0]?.id}. ${over[0]?.title}` : ''
    out.push({ id, title: nearest ? `${nearest.id}. ${nearest.title}` : words.t('programme.section', { id }), above: top === above ? '' : top, clauses: [clause] })
    above = top
  }
  return out
}

/** A clause in few words. */
export const clauseName = (words: Words, c: ClauseRef & { words?: string }): string => words.pick(c.title) || c.words || c.id
