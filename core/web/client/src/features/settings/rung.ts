import type { Kind, Role, Rung } from '@/api/types.gen'
import type { Key, Words } from '@/i18n'

// One time somebody is told, in words. The server writes it "due-3", "due+5wd", "due-30%", "start+3wd", "MM-DD".

export const MOMENTS = ['before', 'due', 'after', 'start', 'left', 'yearly'] as const
export type Moment = (typeof MOMENTS)[number]

export interface When { moment: Moment; n: number; workdays: boolean; day: string }

/** What a rung's moment says; undefined for what this client does not know. */
export function readWhen(at: string): When | undefined {
  if (/^\d\d-\d\d$/.test(at)) return { moment: 'yearly', n: 0, workdays: false, day: `${at.slice(3)}/${at.slice(0, 2)}` }
  const m = /^(due|start)(?:([+-])(\d{1,3})(wd|%)?)?$/.exec(at)
  if (!m) return undefined
  const [, from, sign, digits, unit] = m
  const n = Number(digits ?? 0)
  const moment = from === 'start' ? 'start' : unit === '%' ? 'left' : !sign ? 'due' : sign === '-' ? 'before' : 'after'
  return { moment, n, workdays: unit === 'wd', day: '' }
}

/** The moment as the server has it; undefined while it is not whole. */
export function writeWhen({ moment, n, workdays, day }: When): string | undefined {
  if (moment === 'yearly') {
    const m = /^(\d{1,2})\/(\d{1,2})$/.exec(day.trim())
    return m ? `${(m[2] ?? '').padStart(2, '0')}-${(m[1] ?? '').padStart(2, '0')}` : undefined
  }
  if (moment === 'due') return 'due'
  if (n < 1) return undefined
  const unit = workdays ? 'wd' : ''
  return { before: `due-${n}${unit}`, after: `due+${n}${unit}`, start: `start+${n}${unit}`, left: `due-${n}%` }[moment]
}

const MOMENT_WORDS: Record<Moment, Key> = {
  before: 'settings.at_before', due: 'settings.at_due', after: 'settings.at_after', start: 'settings.at_start', left: 'settings.at_left', yearly: 'settings.at_yearly',
}

function whenText({ t }: Words, at: string): string {
  const when = readWhen(at)
  if (!when) return at
  return t(MOMENT_WORDS[when.moment], { n: when.n, unit: t(when.workdays ? 'settings.unit_working_day' : 'settings.unit_calendar_day'), day: when.day })
}

/** Whom a rung tells: three are the product's, the others are roles. */
export function recipient(words: Words, roles: Role[], to: string): string {
  if (to === 'owner') return words.t('settings.to_owner')
  if (to === 'keeper') return words.t('settings.to_keeper')
  if (to === 'head') return words.t('settings.to_head')
  return words.pick(roles.find((r) => r.id === to)?.label, to)
}

/** A rung as one sentence. */
export function rungText(words: Words, roles: Role[], kinds: Kind[], r: Rung): string {
  const { t } = words
  const parts = [t('settings.rung', { when: whenText(words, r.at ?? ''), who: (r.to ?? []).map((to) => recipient(words, roles, to)).join(', ') })]
  if (r.up) parts.push(t('settings.rung_up', { n: r.up }))
  if (r.every) parts.push(t('settings.rung_every', { n: r.every }))
  if (r.while?.length) parts.push(t('settings.rung_while', { states: r.while.map((id) => stateText(words, kinds, id)).join(', ') }))
  return parts.join('; ')
}

const stateText = (words: Words, kinds: Kind[], id: string): string => {
  for (const k of kinds) {
    const s = k.lifecycle.states.find((x) => x.id === id)
    if (s) return words.pick(s.label, id)
  }
  return id
}
