import { isPeriod } from '@/draw/period'

// Where and when a figure is looked at lives in the URL, so it can be shared and survives going back.

export interface FigureSearch { unit?: string; period?: string; /** A value of what the figure is split by, "-" for none. */ part?: string }

// The year 2026 alone comes out of an address as a number.
const text = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v) : '')

export const readFigureSearch = (raw: Record<string, unknown>): FigureSearch => ({
  unit: text(raw.unit) || undefined,
  period: isPeriod(text(raw.period)) ? text(raw.period) : undefined,
  part: text(raw.part) || undefined,
})
