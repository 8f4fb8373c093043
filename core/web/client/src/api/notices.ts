import { infiniteQueryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'
import type { Text } from '@/i18n'

export interface NoticeItem {
  id: string
  /** waiting, returned, due, overdue, told, or a module's own. */
  code: string
  /** A module may tell of something that is no record. */
  record?: string
  kind: string
  /** A module's own sentence, or the name of the step told of. */
  text?: Text
  title: string
  number?: string
  due_on?: string
  created_at: string
  read: boolean
}
export interface NoticePage { items: NoticeItem[]; next?: string; unread: number }

export const noticesQuery = infiniteQueryOptions({
  queryKey: keys.notices,
  queryFn: async ({ pageParam, signal }): Promise<NoticePage> => {
    const page = await get<NoticePage>('/notices', { limit: 20, cursor: pageParam }, signal)
    return { ...page, items: page.items ?? [] }
  },
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
  staleTime: 30_000,
})

/** One notice, or "all". */
export const markRead = (id: string) => post<undefined>(`/notices/${id}/read`)
