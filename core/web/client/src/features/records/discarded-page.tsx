import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useKinds } from '@/api/me'
import { discardedQuery, restoreRecord, touchAround } from '@/api/records'
import type { Discarded } from '@/api/types.gen'
import draw from '@/draw/draw.module.css'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { formatDate, formatInstant } from '@/i18n/format'
import { Page, Rows } from '@/ui/page'
import { State } from '@/ui/state'

/** Drafts the reader made or threw away: each can be taken back for a while. */
export function DiscardedPage() {
  const { t } = useWords()
  const query = useQuery(discardedQuery)
  return (
    <Page title={t('discarded.title')} sub={t('discarded.sub')}>
      <Loaded query={query}>
        {({ items }) => items.length === 0 ? <State title={t('discarded.none')}>{t('discarded.none_hint')}</State> : <Rows>{items.map((d) => <Line key={d.id} of={d} />)}</Rows>}
      </Loaded>
    </Page>
  )
}

function Line({ of: d }: { of: Discarded }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const client = useQueryClient()
  const navigate = useNavigate()
  const title = d.title || t('record.untitled')
  const restore = useMutation({
    mutationFn: () => restoreRecord(d.id),
    onSuccess: () => {
      touchAround(client)
      void navigate({ to: '/record/$id', params: { id: d.id } })
    },
  })
  return (
    <li className={draw.summary}>
      <div style={{ minWidth: 0 }}>
        <p className={draw.summaryTitle}>{title}</p>
        <p className={draw.meta}>{[kindLabel(words, kinds?.get(d.kind)), d.unit.name].join(' · ')}</p>
        <p className={draw.meta}>{t('discarded.line', { name: d.by.name, at: formatInstant(d.discarded_at), until: formatDate(d.until.slice(0, 10)) })}</p>
      </div>
      <Button variant="light" loading={restore.isPending} onClick={() => restore.mutate()} aria-label={t('discarded.restore_name', { title })}>{t('discarded.restore')}</Button>
    </li>
  )
}
