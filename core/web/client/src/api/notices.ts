import { infiniteQueryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { keys } from './keys'

export type NoticeCode = 'waiting' | 'returned' | 'due' | 'overdue'
export interface NoticeItem {
  id: string
  code: NoticeCode
  record: string
  kind: string
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
