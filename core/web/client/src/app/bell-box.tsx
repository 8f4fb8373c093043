import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { markRead, noticesQuery } from '@/api/notices'
import type { Notice } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { formatDate, formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Badge, State, type BadgeTone, type Mark } from '@/ui/state'
import css from './shell.module.css'

const LOOKS: Record<string, { tone: BadgeTone; mark: Mark }> = {
  waiting: { tone: 'info', mark: 'dot' },
  returned: { tone: 'warn', mark: 'square' },
  due: { tone: 'warn', mark: 'half' },
  overdue: { tone: 'bad', mark: 'dot' },
}

/** The notices, newest first. */
export function BellBox({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  const query = useInfiniteQuery(noticesQuery)
  return (
    <Ask opened={opened} onClose={onClose} title={t('notices.title')}>
      <Loaded query={query}>
        {(data) => (
          <>
            <Notices items={data.pages.flatMap((p) => p.items)} unread={data.pages[0]?.unread ?? 0} onGo={onClose} />
            {query.hasNextPage && <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('notices.more')}</Button>}
          </>
        )}
      </Loaded>
    </Ask>
  )
}

function Notices({ items, unread, onGo }: { items: Notice[]; unread: number; onGo: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { data: kinds } = useKinds()
  const read = useMutation({ mutationFn: markRead, onSuccess: () => client.invalidateQueries({ queryKey: keys.notices }) })
  if (items.length === 0) return <State title={t('notices.none')}>{t('notices.none_hint')}</State>
  return (
    <div className={css.notices}>
      {unread > 0 && <div><Button variant="default" loading={read.isPending} onClick={() => read.mutate('all')}>{t('notices.read_all')}</Button></div>}
      <ul>
        {items.map((n) => (
          <li key={n.id} data-unread={!n.read}>
            <p className={css.noticeTop}>
              <Badge {...(LOOKS[n.code] ?? { tone: 'neutral', mark: 'dot' })}>{words.maybe(`notice.${n.code}`, t('notice.said'), { date: formatDate(n.due_on) })}</Badge>
              {!n.read && <span className={css.fresh}>{t('notices.fresh')}</span>}
            </p>
            {n.record && <Link to="/record/$id" params={{ id: n.record }} onClick={() => { if (!n.read) read.mutate(n.id); onGo() }}>{n.title || t('record.untitled')}</Link>}
            {n.text && <p>{words.pick(n.text)}</p>}
            <p className={css.noticeMeta}>
              {[kindLabel(words, kinds?.get(n.kind), ''), n.number, n.due_on && t('notices.due', { date: formatDate(n.due_on) }), formatInstant(n.created_at)].filter(Boolean).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
