import type { Module } from '@/api/types.gen'
import type { Key } from '@/i18n'
import type { BadgeTone, Mark } from '@/ui/state'

export interface Condition { word: Key; hint?: Key; tone: BadgeTone; mark: Mark; passing?: boolean }

const KNOWN: Record<string, Condition> = {
  ready: { word: 'modules.ready', tone: 'good', mark: 'dot' },
  // The host starts a process when the first piece of work comes.
  absent: { word: 'modules.idle', hint: 'modules.idle_hint', tone: 'info', mark: 'ring' },
  starting: { word: 'modules.starting', tone: 'info', mark: 'half', passing: true },
  open: { word: 'modules.failing', hint: 'modules.failing_hint', tone: 'warn', mark: 'half', passing: true },
  backoff: { word: 'modules.restarting', hint: 'modules.failing_hint', tone: 'warn', mark: 'half', passing: true },
  quarantined: { word: 'modules.stopped', hint: 'modules.stopped_hint', tone: 'bad', mark: 'square' },
}
const SET_ASIDE: Condition = { word: 'modules.set_aside', hint: 'modules.set_aside_hint', tone: 'bad', mark: 'square' }
const UNKNOWN: Condition = { word: 'modules.unknown', hint: 'modules.unknown_hint', tone: 'warn', mark: 'ring' }

/** How a module fares; one that is off is at rest, whatever its process does for other provinces. */
export function conditionOf(m: Module): Condition {
  if (m.status === 'set_aside') return SET_ASIDE
  if (!m.enabled) return { word: 'modules.off', tone: 'neutral', mark: 'ring' }
  return KNOWN[m.status] ?? UNKNOWN
}
