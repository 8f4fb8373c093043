import type { ClauseRef } from '@/api/types.gen'
import type { Words } from '@/i18n'

/** A clause as people read it: its id, and its short title where the province has one. */
export const clauseText = (words: Words, clause: ClauseRef): string => [clause.id, words.pick(clause.title)].filter(Boolean).join(' – ')
