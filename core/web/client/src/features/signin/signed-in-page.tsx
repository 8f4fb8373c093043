import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { finishProvider } from '@/api/session'
import { sentence } from '@/draw/problem'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Front } from './front'

const route = getRouteApi('/signed-in/$provider')

/** Back from a provider: what it said is told to the server once, and the person is in. */
export function SignedInPage() {
  const words = useWords()
  const { t } = words
  const { provider } = route.useParams()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [said] = useState(() => new URLSearchParams(window.location.search))
  const finish = useMutation({
    meta: { quiet: true },
    mutationFn: () => finishProvider(provider, { state: said.get('state') ?? '', code: said.get('code') ?? '' }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(keys.me, me)
      void navigate({ to: '/', replace: true })
    },
  })
  const told = useRef(false)
  const { mutate } = finish
  useEffect(() => {
    document.title = `${t('signin.title')} · Đoàn Kết`
    if (!told.current && said.get('code')) {
      told.current = true // a code counts once
      mutate()
    }
  }, [mutate, t])
  const problem = isProblem(finish.error) ? finish.error : null
  if (problem || !said.get('code')) {
    return (
      <Front title={t('signin.refused')} sub={problem ? sentence(words, problem) : t('signin.by_given_up')}>
        <LinkButton to="/" fullWidth>{t('welcome.to_sign_in')}</LinkButton>
      </Front>
    )
  }
  return <Front title={t('signin.title')} sub={t('state.loading')}>{null}</Front>
}
