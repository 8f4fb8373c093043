import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { IconDots } from '@/ui/icons'
import { thumbWays } from './nav'
import css from './shell.module.css'
import { useHabit } from './use-habit'

const AllWays = lazy(() => import('./all-ways').then((m) => ({ default: m.AllWays })))

/** On a phone: the four most used, and everything else behind one touch. */
export function BottomNav() {
  const words = useWords()
  const me = useMe()
  const habit = useHabit()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  return (
    <>
      <nav className={css.bottom} aria-label={words.t('nav.bottom')}>
        {thumbWays(words, me, habit).map((w) => (
          <Link key={w.id} {...w.link} className={css.thumb}>
            <w.Sign size={24} aria-hidden />
            <span>{w.short ?? w.label}</span>
          </Link>
        ))}
        <button type="button" className={css.thumb} aria-haspopup="dialog" aria-expanded={open} onClick={() => { setAsked(true); setOpen(true) }}>
          <IconDots size={24} aria-hidden />
          <span>{words.t('nav.more')}</span>
        </button>
      </nav>
      {asked && <Suspense fallback={null}><AllWays opened={open} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
