import * as z from 'zod/mini'

// What a list is narrowed to lives in the URL, so it can be shared and survives going back.

export const ListSearch = z.object({
  q: z.optional(z.catch(z.string(), '')),
  state: z.optional(z.catch(z.string(), '')),
  f: z.optional(z.catch(z.record(z.string(), z.string()), {})),
})
export type ListSearch = z.infer<typeof ListSearch>
export const readListSearch = (raw: Record<string, unknown>): ListSearch => ListSearch.parse(raw)

export const RecordSearch = z.object({ do: z.optional(z.catch(z.string(), '')), tab: z.optional(z.catch(z.string(), '')) })
export type RecordSearch = z.infer<typeof RecordSearch>
export const readRecordSearch = (raw: Record<string, unknown>): RecordSearch => RecordSearch.parse(raw)
