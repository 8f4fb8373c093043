import { Link, useNavigate } from '@tanstack/react-router'
import { useLayoutEffect } from 'react'
import { useWords } from '@/i18n'
import { IconSearch } from '@/ui/icons'
import css from './shell.module.css'

/** The way to the search, also by the key «/» wherever nobody is typing. */
export function Find() {
  const { t } = useWords()
  const navigate = useNavigate()
  // With the link itself, not after its painting: whoever sees the link has the key.
  useLayoutEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || location.pathname === '/search') return
      if ((e.target as Element).closest('input,textarea,select,[role=dialog]')) return
      e.preventDefault()
      void navigate({ to: '/search' })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [navigate])
  return <Link to="/search" className={css.find} aria-label={t('nav.search')} aria-keyshortcuts="/"><IconSearch size={24} aria-hidden /></Link>
}
