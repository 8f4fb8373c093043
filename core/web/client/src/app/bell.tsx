import { ActionIcon } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { noticesQuery } from '@/api/notices'
import { useWords } from '@/i18n'
import { IconBell } from '@/ui/icons'
import css from './shell.module.css'

const BellBox = lazy(() => import('./bell-box').then((m) => ({ default: m.BellBox })))

/** What concerns the reader: a step is theirs, work came back, a deadline is near. */
export function Bell() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const query = useInfiniteQuery({ ...noticesQuery, refetchInterval: 90_000 })
  const unread = query.data?.pages[0]?.unread ?? 0
  const show = () => {
    setAsked(true)
    setOpen(true)
    void query.refetch()
  }
  return (
    <>
      <ActionIcon className={css.bell} aria-haspopup="dialog" aria-label={unread > 0 ? t('notices.open_unread', { n: unread }) : t('notices.open')} onClick={show}>
        <IconBell size={24} aria-hidden />
        {unread > 0 && <span className={css.unread} aria-hidden>{unread > 99 ? '99+' : unread}</span>}
      </ActionIcon>
      {asked && <Suspense fallback={null}><BellBox opened={open} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
