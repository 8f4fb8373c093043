import * as z from 'zod/mini'
import { isPeriod } from '@/draw/period'

// Where and when a figure is looked at lives in the URL, so it can be shared and survives going back.

export const FigureSearch = z.object({
  unit: z.optional(z.catch(z.string(), '')),
  period: z.optional(z.catch(z.string().check(z.refine(isPeriod)), '')),
})
export type FigureSearch = z.infer<typeof FigureSearch>
export const readFigureSearch = (raw: Record<string, unknown>): FigureSearch => FigureSearch.parse(raw)
