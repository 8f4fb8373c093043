import type { Act, Unit, UnitActIn, UnitOpenIn } from '@/api/types.gen'
import type { Key } from '@/i18n'

// What is being typed for an act, and the request it becomes.

/** An heir of a merge or split: an open unit, or a new one. */
export interface Heir { key: string; existing: boolean; id: string; name: string; code: string; children: string[] }
export type Into = 'this' | 'other' | 'new'

/** A body under a unit that ends, and who takes it over. */
export interface Undecided { id: string; name: string; into: string }

export interface Draft {
  on: string
  basis: string
  name: string
  short_name: string
  code: string
  kind: string
  /** Which places it is like; "" for what its name tells. */
  class: string
  parent_id: string
  with: string[]
  into: Into
  heir: string
  parts: Heir[]
  /** The heir that takes over people and open work, by key. */
  taker: string
  bodies: Undecided[]
}

/** What every part of the form is given. */
export interface PartProps { unit: Unit; draft: Draft; errors: Record<string, string>; onChange: (part: Partial<Draft>) => void }

let serial = 0
export const newHeir = (): Heir => ({ key: `heir-${++serial}`, existing: false, id: '', name: '', code: '', children: [] })

export function blank(act: Act['act'], unit: Unit, today: string): Draft {
  const same = act === 'rename'
  return {
    on: today,
    basis: '',
    name: same ? unit.name : '',
    short_name: same ? unit.short_name : '',
    code: same ? unit.code : '',
    kind: act === 'rename' || act === 'merge' || act === 'split' ? unit.kind : '',
    class: same ? (unit.labels?.class ?? '') : '',
    parent_id: act === 'reopen' ? unit.parent_id : '',
    with: [],
    into: 'this',
    heir: '',
    parts: act === 'split' ? [newHeir(), newHeir()] : [],
    taker: '',
    bodies: [],
  }
}

/** What the server calls a field, and what the form does. */
export const LABELS: Record<string, Key> = {
  name: 'units.name',
  short_name: 'units.short_name',
  code: 'units.code',
  kind: 'units.kind',
  parent_id: 'units.parent',
  on: 'units.on',
  basis: 'units.basis',
  units: 'units.with',
  with: 'units.with',
  into: 'units.into',
  parts: 'units.parts',
  bodies: 'units.bodies',
}

const changed = (d: Draft, unit: Unit) => ({
  name: d.name !== unit.name ? d.name : undefined,
  short_name: d.short_name !== unit.short_name ? d.short_name : undefined,
  code: d.code !== unit.code ? d.code : undefined,
  kind: d.kind !== unit.kind ? d.kind : undefined,
  labels: d.class !== (unit.labels?.class ?? '') ? { ...unit.labels, class: d.class } : undefined,
})

/** Fields without which it makes no sense to ask the server. */
export function lacks(act: Act['act'], d: Draft, unit: Unit): string[] {
  const need: [string, boolean][] = [['on', d.on !== ''], ['basis', act === 'open' || d.basis.trim() !== '']]
  switch (act) {
    case 'open':
      need.push(['name', d.name.trim() !== ''], ['kind', d.kind !== ''])
      break
    case 'rename':
      need.push(['name', d.name.trim() !== '' && Object.values(changed(d, unit)).some((v) => v !== undefined)])
      break
    case 'move':
    case 'reopen':
      need.push(['parent_id', d.parent_id !== ''])
      break
    case 'merge':
      need.push(['units', d.with.length > 0], ['into', d.into !== 'other' || d.heir !== ''], ['name', d.into !== 'new' || d.name.trim() !== ''])
      break
    case 'split':
      need.push(['parts', d.parts.every((p) => (p.existing ? p.id !== '' : p.name.trim() !== ''))])
      break
    default:
  }
  return need.filter(([, there]) => !there).map(([name]) => name)
}

const dated = (d: Draft) => ({ on: d.on, basis: d.basis.trim() })

/** The request that opens a unit below this one. */
export const opening = (d: Draft, unit: Unit): UnitOpenIn =>
  ({ parent_id: unit.id, kind: d.kind, name: d.name.trim(), code: d.code.trim(), short_name: d.short_name.trim(), ...(d.class ? { labels: { class: d.class } } : {}), ...dated(d) })

/** The request of an act; only what the act knows, for the server refuses the rest. */
export function acting(act: UnitActIn['act'], d: Draft, unit: Unit): UnitActIn {
  const said = { act, ...dated(d) }
  switch (act) {
    case 'rename':
      return { ...said, ...changed(d, unit) }
    case 'move':
    case 'reopen':
      return { ...said, parent_id: d.parent_id }
    case 'merge':
      return { ...said, with: d.with, bodies: d.bodies.filter((b) => b.into !== '').map(({ id, into }) => ({ id, into })), into: d.into === 'this' ? { id: unit.id } : d.into === 'other' ? { id: d.heir } : { name: d.name.trim(), code: d.code.trim(), kind: d.kind } }
    case 'split':
      return { ...said, parts: d.parts.map((p) => (p.existing ? { id: p.id, children: p.children, takes: p.key === d.taker } : { name: p.name.trim(), code: p.code.trim(), children: p.children, takes: p.key === d.taker })) }
    default:
      return said
  }
}
