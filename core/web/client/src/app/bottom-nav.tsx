import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconDots } from '@/ui/icons'
import { thumbWays } from './nav'
import { NavList } from './nav-list'
import css from './shell.module.css'
import { UserBlock } from './user-block'

/** On a phone: the four most used, and everything else behind one touch. */
export function BottomNav() {
  const words = useWords()
  const me = useMe()
  const [open, setOpen] = useState(false)
  return (
    <>
      <nav className={css.bottom} aria-label={words.t('nav.bottom')}>
        {thumbWays(words, me).map((w) => (
          <Link key={w.id} {...w.link} className={css.thumb}>
            <w.Sign size={24} aria-hidden />
            <span>{w.label}</span>
          </Link>
        ))}
        <button type="button" className={css.thumb} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
          <IconDots size={24} aria-hidden />
          <span>{words.t('nav.more')}</span>
        </button>
      </nav>
      <Ask opened={open} onClose={() => setOpen(false)} title={words.t('nav.more_title')}>
        <nav aria-label={words.t('nav.more_title')}>
          <NavList onGo={() => setOpen(false)} />
          <UserBlock onGo={() => setOpen(false)} />
        </nav>
      </Ask>
    </>
  )
}
