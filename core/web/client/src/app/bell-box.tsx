import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { markRead, noticesQuery } from '@/api/notices'
import type { Notice } from '@/api/types.gen'
import { dutyTitle } from '@/draw/duty-row'
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
  met: { tone: 'good', mark: 'dot' },
  met_late: { tone: 'warn', mark: 'dot' },
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
            <About notice={n} onGo={() => { if (!n.read) read.mutate(n.id); onGo() }} />
            {n.text && <p>{words.pick(n.text)}</p>}
            <p className={css.noticeMeta}>
              {[kindLabel(words, kinds?.get(n.kind)), n.number, n.due_on && t('notices.due', { date: formatDate(n.due_on) }), formatInstant(n.created_at)].filter(Boolean).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What a notice leads to: a record, what a unit owes, or the list of several. */
function About({ notice: n, onGo }: { notice: Notice; onGo: () => void }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const late = n.code === 'overdue'
  const many = n.amount ?? 0
  if (n.duty) {
    const what = dutyTitle(words, { label: n.label ?? { vi: n.duty, en: n.duty }, period: n.period ?? '', duty: n.duty })
    if (n.record) return <Link to="/record/$id" params={{ id: n.record }} onClick={onGo}>{what}</Link>
    return (
      <Link to="/duties" search={{ duty: n.duty, period: n.period, ...(many > 0 ? { state: late ? 'missed' : 'owed' } : { state: 'owed', mine: true }) }} onClick={onGo}>
        {many > 0 ? t(late ? 'notices.units_late' : 'notices.units_due', { n: many, what }) : what}
      </Link>
    )
  }
  if (many > 0) {
    return (
      <Link to="/records/$kind" params={{ kind: n.kind }} search={late ? { overdue: true } : {}} onClick={onGo}>
        {t(late ? 'notices.records_late' : 'notices.records_due', { n: many, what: kindLabel(words, kinds?.get(n.kind)) })}
      </Link>
    )
  }
  if (n.closed) return <p>{t('notices.closed')}</p>
  if (!n.record) return null
  return <Link to="/record/$id" params={{ id: n.record }} onClick={onGo}>{n.title || t('record.untitled')}</Link>
}
