import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { hasAll } from './match'

/** Boards and screens open to the reader whose name has all the words. */
export function useScreens(q: string): { label: string; link: ReactNode }[] {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const can = (what: string) => me.can.includes(what) || me.can.includes('*')
  const all = [
    ...me.boards.filter((b) => !b.off).map((b) => ({ label: words.pick(b.label, b.id), to: '/boards/$id', params: { id: b.id } }) as const),
    { label: t('nav.today'), to: '/' } as const,
    ...(me.menu.length > 0 ? [{ label: t('nav.duties'), to: '/duties' } as const] : []),
    ...(me.menu.some((e) => e.kind === 'core.recommendation') ? [{ label: t('ledger.title'), to: '/ledger' } as const] : []),
    ...(me.boards.length > 0 ? [{ label: t('nav.programme'), to: '/programme' } as const, { label: t('nav.reports'), to: '/reports' } as const] : []),
    { label: t('discarded.title'), to: '/discarded' } as const,
    { label: t('nav.account'), to: '/account' } as const,
    ...(can('admin:units') ? [{ label: t('nav.units'), to: '/units' } as const] : []),
    ...(can('admin:people') ? [{ label: t('nav.people'), to: '/people' } as const] : []),
    ...(can('admin:modules') ? [{ label: t('nav.modules'), to: '/modules' } as const, { label: t('nav.fields'), to: '/fields' } as const] : []),
    ...(can('admin:settings') ? [{ label: t('nav.settings'), to: '/settings' } as const] : []),
    ...(can('audit:read') ? [{ label: t('nav.log'), to: '/log' } as const] : []),
  ]
  const asked = hasAll(q)
  return all
    .filter((s) => asked(s.label))
    .map((s) => ({ label: s.label, link: 'params' in s ? <Link data-found to={s.to} params={s.params}>{s.label}</Link> : <Link data-found to={s.to}>{s.label}</Link> }))
}
