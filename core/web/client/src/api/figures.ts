import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get } from './client'
import { keys } from './keys'
import type { Board, Lineage } from './types'

export const boardQuery = (id: string, unit?: string, period?: string) =>
  queryOptions({
    queryKey: keys.board(id, unit, period),
    queryFn: async ({ signal }): Promise<Board> => {
      const b = await get<Board>(`/boards/${id}`, { unit, period }, signal)
      return { ...b, tiles: b.tiles ?? [], rows: b.rows ?? [], breadcrumb: b.breadcrumb ?? [] }
    },
  })

export const lineageQuery = (measure: string, unit?: string, period?: string) =>
  infiniteQueryOptions({
    queryKey: keys.lineage(measure, unit, period),
    queryFn: async ({ pageParam, signal }): Promise<Lineage> => {
      const l = await get<Lineage>(`/figures/${measure}/lineage`, { unit, period, cursor: pageParam }, signal)
      return { ...l, units: l.units ?? [], records: l.records ?? [], missing: l.missing ?? [], hidden: l.hidden ?? { records: 0, numerator: 0, denominator: 0 } }
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })
