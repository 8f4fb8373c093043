import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { whenProofIsAsked, whenSignedOut } from '@/api/client'
import { lock } from '@/api/device'
import { keys } from '@/api/keys'
import { MeContext, meQuery } from '@/api/me'
import { isProblem } from '@/api/problem'
import { forgetReads } from '@/api/reads'
import type { Me } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { storedLanguage, useSetLanguage } from '@/i18n'
import css from '@/ui/ui.module.css'
import { Frame } from './frame'
import { Opening } from './opening'

const SignInPage = lazy(() => import('@/features/signin/sign-in-page').then((m) => ({ default: m.SignInPage })))
const Proof = lazy(() => import('@/features/signin/proof').then((m) => ({ default: m.Proof })))
const SessionEnded = lazy(() => import('@/features/signin/session-ended').then((m) => ({ default: m.SessionEnded })))

/** Behind the sign-in. Whoever is not signed in signs in right here, and the address stays. */
export function Shell() {
  const [asked, setAsked] = useState<((proved: boolean) => void) | null>(null)
  const client = useQueryClient()
  const setLanguage = useSetLanguage()
  const me = useQuery(meQuery)
  const [lapsed, setLapsed] = useState(false)
  useEffect(() => {
    whenSignedOut(() => {
      setLapsed(true)
      void lock().then(forgetReads) // whoever opens the page next, perhaps without a line, is not known to be the same
    })
    return () => whenSignedOut(() => undefined)
  }, [])
  useEffect(() => {
    let waiting: Promise<boolean> | null = null
    whenProofIsAsked(() => waiting ??= new Promise<boolean>((resolve) => setAsked(() => resolve)).finally(() => { waiting = null; setAsked(null) }))
    return () => whenProofIsAsked(() => Promise.resolve(false))
  }, [])
  const locale = me.data?.locale
  useEffect(() => {
    if (locale === 'en' && !storedLanguage()) setLanguage('en')
  }, [locale, setLanguage])

  const enter = (next: Me) => {
    const same = me.data?.person.id === next.person.id
    // Another person must not see a trace of the one before.
    if (!same) {
      client.removeQueries({ predicate: (q) => q.queryKey[0] !== keys.me[0] }) // not that of who is signed in, which is watched
      client.getMutationCache().clear()
    }
    client.setQueryData(keys.me, next)
    setLapsed(false)
    if (same) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'me' })
    window.dispatchEvent(new Event('doanket:signed-in'))
  }

  if (me.data) {
    return (
      <MeContext value={me.data}>
        <Frame key={me.data.person.id} />
        {asked && <Suspense fallback={null}><Proof onDone={asked} /></Suspense>}
        {lapsed && <Suspense fallback={null}><SessionEnded login={me.data.person.login ?? ''} onEntered={enter} /></Suspense>}
      </MeContext>
    )
  }
  if (isProblem(me.error) && me.error.status === 401) {
    return <Suspense fallback={<Opening />}><SignInPage onEntered={enter} /></Suspense>
  }
  return <main className={css.page}><Loaded query={me} skeleton={<Opening />}>{() => null}</Loaded></main>
}
