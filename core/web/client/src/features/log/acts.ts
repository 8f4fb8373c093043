import type { AuditLine, Kind } from '@/api/types.gen'
import { kindLabel, verbLabel } from '@/draw/words'
import type { Key, Words } from '@/i18n'
import words from '@/i18n/vi-log.json'

// The acts the log knows by name: those that have words.
const PREFIX = 'log.act.'
const ACTS = Object.keys(words).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))

const GROUPS: [Key, string[]][] = [
  ['log.group_door', ['sign_in', 'sign_out', 'session', 'link', 'password', 'otp', 'token', 'provider']],
  ['log.group_people', ['person', 'post', 'proposal']],
  ['log.group_units', ['unit']],
  ['log.group_work', ['record', 'document', 'duty', 'sheet', 'seal']],
  ['log.group_figures', ['figure', 'report', 'programme']],
  ['log.group_system', ['module', 'fields', 'settings', 'tenant', 'job']],
]

/** What may be chosen, by what it is about. */
export const choices = (w: Words): { group: string; items: { value: string; label: string }[] }[] =>
  GROUPS.map(([group, parts]) => ({
    group: w.t(group),
    items: parts.flatMap((part) => ACTS.filter((a) => a.split('.')[0] === part)).map((value) => ({ value, label: w.maybe(PREFIX + value, value) })),
  }))

/** What was done, in words: an act of the log, or a step of the record's kind. */
export function actOf(w: Words, kind: Kind | undefined, line: AuditLine): string {
  const known = w.maybe(`log.act.${line.action}`, '')
  if (known) return kind && line.kind === line.object ? w.t('log.record_of', { act: known, kind: kindLabel(w, kind) }) : known
  if (!line.action.startsWith('record.')) return w.t('log.other')
  const step = line.action.slice('record.'.length).replace(/^do:/, '')
  const verb = verbLabel(w, kind, step)
  return w.t('log.record_of', { act: w.maybe(`history.${step}`, verb === step ? w.t('history.other') : verb), kind: kindLabel(w, kind) })
}
