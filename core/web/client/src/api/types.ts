// The shapes of /api/v1, written by hand from the contract of the HTTP room.
import type { Text } from '@/i18n'

export interface Named { id: string; name: string }
export interface Page<T> { items: T[]; next?: string | null }

// ── who is signed in ──
export interface Post {
  id: string
  role: string
  role_label: Text
  unit: Named & { kind?: string; code?: string; path?: string; has_children?: boolean }
  from?: string
  to?: string
  delegated?: boolean
  basis?: string
}
export interface MenuEntry { kind: string; label: Text; order: number; icon?: string; module: string }
export interface Me {
  person: { id: string; login?: string; name: string }
  tenant: { slug: string; name: string; locale: string }
  posts: Post[]
  modules: { id: string; label: Text; enabled: boolean }[]
  menu: MenuEntry[]
  boards: { id: string; label: Text }[]
  can: string[]
  csrf: string
  locale: string
  today: string
}

// ── kinds, as the manifests declare them ──
export type FieldType =
  | 'text' | 'longtext' | 'int' | 'decimal' | 'money' | 'bool' | 'date' | 'datetime' | 'enum' | 'enums'
  | 'ref' | 'unit' | 'units' | 'user' | 'list' | 'geo' | 'json'
export interface Field {
  id: number
  name: string
  type: FieldType
  label: Text
  hint?: Text
  required?: boolean
  search?: boolean
  min?: number
  max?: number
  values?: { id: string; label: Text }[]
  open?: boolean
  to?: string
  unit_kinds?: string[]
  fields?: Field[]
  derived?: string
  read_only?: boolean
  sealed?: boolean
  /** For rules and measures; no screen shows it. */
  internal?: boolean
}
export type Phase = 'draft' | 'active' | 'returned' | 'done' | 'cancelled'
export interface State { id: string; label: Text; phase: Phase; tone?: string }
export interface Transition { name: string; label: Text; hint?: Text; from: string[]; to: string; require?: string[]; slots?: string[]; fields?: string[]; reason?: boolean; tone?: string }
export interface SlotRule {
  code: string
  label: Text
  hint?: Text
  types: string[]
  min: number
  max: number
  max_mb: number
  doc_kinds?: string[]
  signed?: boolean
}
export interface Kind {
  full_name: string
  name: string
  module: string
  label: Text
  hint?: Text
  title: string
  due?: string
  fields: Field[]
  slots?: SlotRule[]
  lifecycle: { initial: string; states: State[]; transitions: Transition[] }
  views?: { list?: { columns?: string[]; filters?: string[]; sort?: string } }
  enabled: boolean
  can_create: boolean
}

// ── records ──
export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value }
export type Fields = Record<string, Value>

export interface Summary {
  id: string
  kind: string
  number?: string
  title: string
  state: string
  unit: Named
  due_on?: string | null
  version: number
  updated_at: string
  verbs?: { name: string; label: Text }[] | null
  fields?: Fields
}
export interface Today {
  overdue: Summary[]
  due: Summary[]
  returned: Summary[]
  waiting: Summary[]
  drafts: Summary[]
  as_of: string
}
export interface Missing { field?: string; slot?: string; code: string; detail?: string }
export interface Offer {
  name: string
  label: Text
  to: string
  tone?: string
  allowed: boolean
  why?: string
  missing?: Missing[] | null
  reason?: boolean
  fields?: string[] | null
}
export interface DeadlineInfo { code: string; field: string; date: string; law: boolean; source?: string; explain?: unknown[] | null }
export interface Doc {
  id: string
  name: string
  size: number
  mime: string
  sha256: string
  version: number
  kind?: string
  number?: string
  issued_on?: string
  issuer?: string
  summary?: string
  scan?: string
  sound: boolean
  created_at: string
  created_by?: Named
  slot?: string
  duplicate_of?: string
  records?: { id: string; kind: string; title: string; number?: string }[] | null
}
export interface DocVersion { version: number; name: string; size: number; mime: string; sha256: string; sound: boolean; created_at: string; created_by: Named }
export interface SlotState {
  code: string
  label: Text
  types: string[]
  min: number
  max: number
  max_mb: number
  have: number
  documents: Doc[]
}
export interface Rec extends Omit<Summary, 'fields'> {
  fields: Fields
  to_unit?: Named | null
  created_by: Named
  created_at: string
  updated_by?: Named | null
  slots: SlotState[]
  transitions: Offer[]
  deadlines: DeadlineInfo[]
  can: string[]
  links: { rel: string; id: string; kind: string; title: string; number?: string; state?: string; unit?: Named; inbound?: boolean }[]
}
export interface Change { field: string; label?: Text; old: Value; new: Value }
export interface Revision {
  version: number
  at: string
  by: Named
  post?: string | null
  action: string
  reason?: string
  changes?: Change[] | null
}
export interface Comment { id: string; at?: string; created_at?: string; by: Named; text: string }

// ── units, people, roles ──
export interface Unit {
  id: string
  parent_id?: string | null
  path: string
  kind: string
  code: string
  name: string
  short_name?: string
  from?: string | null
  to?: string | null
  successors?: string[] | null
  children?: number
}
export interface UnitKind { id: string; label: Text; under?: string[] | null; sort?: number }
export type UnitActName = 'open' | 'rename' | 'move' | 'close' | 'merge' | 'split' | 'reopen'
export interface UnitAct { id: string; act: UnitActName; unit_id: string; on: string; basis: string; by: Named; detail?: Record<string, unknown> | null }
/** Login and what follows only for who administers people. */
export interface Person {
  id: string
  name: string
  posts?: Post[] | null
  login?: string
  family_middle?: string
  given?: string
  email?: string
  locale?: string
  has_password?: boolean
  has_otp?: boolean
  disabled?: boolean
}
export interface Role { id: string; label: Text }
export interface OneTimeLink { secret: string; url: string; expires_at: string }
export interface Because { post: string; role: string; unit: string; via?: string[]; reach: string; reaches: boolean }
export interface Explanation { allowed: boolean; post?: string; role?: string; policy?: string; missing?: string; reasons?: Because[] | null }

// ── figures ──
export type Status = 'met' | 'near' | 'missed' | 'none'
export interface Figure {
  value: number | null
  numerator: number
  denominator: number
  proven: number | null
  claimed: number | null
  target: { op: string; value: number; max?: number } | null
  status: Status
  as_of: string
  stale?: boolean
}
export interface Place extends Named { kind: string; has_children: boolean }
export type MeasureKind = 'count' | 'sum' | 'ratio' | 'coverage'
export interface Tile { measure: string; label: Text; hint?: Text; unit: string; kind: MeasureKind; of: string; figure: Figure }
export interface BoardRow { unit: Place; figures: Record<string, Figure> }
export interface Board {
  board: string
  label: Text
  unit: Place
  period: string
  as_of: string
  tiles: Tile[]
  rows: BoardRow[]
  breadcrumb: Place[]
}
export interface LineageRecord {
  id: string
  kind: string
  title: string
  number?: string
  unit: Place
  state: string
  numerator: number
  denominator: number
  proven: boolean
  documents: { id: string; name: string; version: number; sha256: string; sound: boolean; slot?: string }[] | null
}
export interface Lineage {
  figure: Figure & { measure: string; label: Text; hint?: Text; kind: MeasureKind; in: string; unit: Place; period: string }
  units: { unit: Place; figure: Figure }[]
  records: LineageRecord[]
  /** What the reader may not see: counted, never named. */
  hidden: { records: number; numerator: number; denominator: number }
  missing: Place[]
  next?: string | null
}

// ── modules ──
export interface ModuleInfo {
  id: string
  label: Text
  version: string
  enabled: boolean
  status: string
  detail?: string
  kinds: number
}
