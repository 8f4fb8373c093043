import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { Mark } from '@/ui/brand'
import { Bell } from './bell'
import { BottomNav } from './bottom-nav'
import { NavList } from './nav-list'
import { PaperFoot, PaperHead } from './paper-face'
import css from './shell.module.css'
import { Strips } from './strips'
import { watchForUpdate } from './update'
import { useArrival } from './use-arrival'
import { useCounting } from './use-habit'
import { useSending } from './use-sending'
import { UserBlock } from './user-block'

const Find = lazy(() => import('./find').then((m) => ({ default: m.Find })))

/** The signed-in frame: at a desk the ways lie on the left, on a phone under the thumb. */
export function Frame() {
  const { t } = useWords()
  const { tenant } = useMe()
  const main = useRef<HTMLElement>(null)
  useArrival(main)
  useSending()
  useCounting()
  useEffect(watchForUpdate, [])
  return (
    <div className={css.frame}>
      <a
        className={css.skip}
        href="#content-main"
        onClick={(e) => {
          e.preventDefault()
          main.current?.focus()
        }}
      >
        {t('nav.skip')}
      </a>
      <header className={css.head}>
        <div className={css.brand}>
          <Mark size={38} />
          <p>
            <span className={css.product}>Đoàn Kết</span>
            <span className={css.tenant}>{tenant.name}</span>
          </p>
        </div>
        <div className={css.tools}><Suspense fallback={null}><Find /></Suspense><Bell /></div>
      </header>
      <nav className={css.side} aria-label={t('nav.main')}>
        <NavList />
        <UserBlock />
      </nav>
      <main className={css.main} ref={main} id="content-main" tabIndex={-1}>
        <Strips />
        <PaperHead />
        <Outlet />
        <PaperFoot />
      </main>
      <BottomNav />
    </div>
  )
}
