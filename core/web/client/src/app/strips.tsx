import { Button } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useActs } from '@/api/acts'
import { useConnection } from '@/api/connection'
import { useSendings } from '@/api/sendings'
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
      <Later />
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

/** Files of records that are not open now go on meanwhile, and say how far they are. */
function Unsent() {
  const { t } = useWords()
  const { pathname } = useLocation()
  const left = useSendings().filter((i) => pathname !== `/record/${i.record}`)
  const first = left.find((i) => i.stage === 'refused' || i.stage === 'paused') ?? left[0]
  if (!first) return null
  const moving = left.filter((i) => i.stage !== 'refused' && i.stage !== 'paused')
  const size = moving.reduce((n, i) => n + i.size, 0)
  const percent = size > 0 ? Math.floor((100 * moving.reduce((n, i) => n + i.sent, 0)) / size) : 0
  return (
    <Strip sign={<IconUpload size={22} aria-hidden />} action={<Link to="/record/$id" params={{ id: first.record }}>{t('outbox.open')}</Link>}>
      {moving.length > 0 ? t('outbox.sending', { n: moving.length, percent }) : t('outbox.left', { n: left.length })}
    </Strip>
  )
}

/** What was done without a line, and whether any of it was refused. */
function Later() {
  const { t } = useWords()
  const { pathname } = useLocation()
  const acts = useActs()
  const refused = acts.filter((a) => a.refused).length
  if (acts.length === 0 || pathname === '/outbox') return null
  return (
    <Strip sign={<IconUpload size={22} aria-hidden />} action={<Link to="/outbox">{t('acts.see')}</Link>}>
      {refused > 0 ? t('acts.strip_refused', { n: refused }) : t('acts.strip', { n: acts.length })}
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
