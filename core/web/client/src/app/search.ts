import { TODAY_PARTS, type TodayPart } from '@/api/records'

// What an address may carry after its "?", read with suspicion.

const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined)

export interface UnitsSearch { unit?: string; asOf?: string }
export const readUnits = (raw: Record<string, unknown>): UnitsSearch => ({ unit: text(raw.unit), asOf: text(raw.asOf) })

export interface PeopleSearch { q?: string; unit?: string; person?: string }
export const readPeople = (raw: Record<string, unknown>): PeopleSearch => ({ q: text(raw.q), unit: text(raw.unit), person: text(raw.person) })

export interface LogSearch { act?: string; by?: string; unit?: string; from?: string; to?: string }
export const readLog = (raw: Record<string, unknown>): LogSearch => ({ act: text(raw.act), by: text(raw.by), unit: text(raw.unit), from: text(raw.from), to: text(raw.to) })

export interface FieldsSearch { kind?: string }
export const readFields = (raw: Record<string, unknown>): FieldsSearch => ({ kind: text(raw.kind) })

export interface DutySearch { state?: string; under?: string; duty?: string; period?: string; mine?: boolean }
export const readDuties = (raw: Record<string, unknown>): DutySearch => ({ state: text(raw.state), under: text(raw.under), duty: text(raw.duty), period: text(raw.period), mine: raw.mine === true || undefined })

export interface TodaySearch { part?: TodayPart }
export const readToday = (raw: Record<string, unknown>): TodaySearch => ({ part: TODAY_PARTS.find((p) => p === raw.part) })

export interface NewSearch { unit?: string }
export const readNew = (raw: Record<string, unknown>): NewSearch => ({ unit: text(raw.unit) })

export interface FindSearch { q?: string; under?: string; kind?: string; from?: string; to?: string }
export const readFind = (raw: Record<string, unknown>): FindSearch => ({ q: text(raw.q), under: text(raw.under), kind: text(raw.kind), from: text(raw.from), to: text(raw.to) })

const PROGRAMME_PARTS = ['coverage', 'targets', 'tasks', 'adopt', 'map', 'why'] as const
export interface ProgrammeSearch { part?: (typeof PROGRAMME_PARTS)[number]; clause?: string; unit?: string; period?: string; group?: string; gap?: string; measure?: string }
export const readProgramme = (raw: Record<string, unknown>): ProgrammeSearch => ({
  part: PROGRAMME_PARTS.find((p) => p === raw.part), clause: text(raw.clause), unit: text(raw.unit), period: text(raw.period), group: text(raw.group), gap: text(raw.gap), measure: text(raw.measure),
})
