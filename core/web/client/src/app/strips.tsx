import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useConnection } from '@/api/connection'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { waitingOf } from '@/api/outbox'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconCloudOff, IconRefresh, IconUpload } from '@/ui/icons'
import css from './shell.module.css'
import { useUpdate } from './update'

/** What stands between the reader and the server: no network, files not yet sent, a newer client. */
export function Strips() {
  return (
    <div className={css.strips} role="status">
      <Offline />
      <Unsent />
      <Newer />
    </div>
  )
}

const Strip = ({ sign, children, action }: { sign: ReactNode; children: ReactNode; action?: ReactNode }) => (
  <div className={css.strip}>
    {sign}
    <p>{children}</p>
    {action}
  </div>
)

function Offline() {
  const { t } = useWords()
  const { online, heardAt } = useConnection()
  if (online) return null
  return (
    <Strip sign={<IconCloudOff size={22} aria-hidden />}>
      <strong>{t('line.off')}</strong> {heardAt ? t('line.as_of', { at: formatInstant(new Date(heardAt).toISOString()) }) : ''} {t('line.safe')}
    </Strip>
  )
}

/** Files chosen on a record that is not open now: they go on when it is opened. */
function Unsent() {
  const { t } = useWords()
  const { person } = useMe()
  const { pathname } = useLocation()
  const { data } = useQuery({ queryKey: [...keys.outbox, person.id], queryFn: () => waitingOf(person.id), refetchInterval: 20_000, staleTime: 0, networkMode: 'always' })
  const left = (data ?? []).filter((w) => pathname !== `/record/${w.record}`)
  const first = left[0]
  if (!first) return null
  return (
    <Strip sign={<IconUpload size={22} aria-hidden />} action={<Link to="/record/$id" params={{ id: first.record }}>{t('outbox.open')}</Link>}>
      {t('outbox.left', { n: left.length })}
    </Strip>
  )
}

function Newer() {
  const { t } = useWords()
  const apply = useUpdate()
  if (!apply) return null
  return (
    <Strip sign={<IconRefresh size={22} aria-hidden />} action={<Button variant="default" onClick={apply}>{t('update.apply')}</Button>}>
      {t('update.there')}
    </Strip>
  )
}
