import type { ClauseRef } from '@/api/types.gen'
import type { Words } from '@/i18n'

/** A point of ours within a section of the resolution, which has no such letters itself: III.4.f stands in section III.4. */
const POINT = /^([IVX]+(?:\.\d+)*)(?:\.[a-z])?$/

/** A clause in words, with the section of the resolution it stands in; ids a province made itself stand as they are. */
export function clauseText(words: Words, clause: ClauseRef): string {
  const title = words.pick(clause.title)
  if (!title) return clause.id
  const section = POINT.exec(clause.id)?.[1]
  return section ? words.t('clauses.in_section', { section, title }) : `${clause.id} – ${title}`
}
