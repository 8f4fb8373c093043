import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { redeemLink } from '@/api/session'
import { NewPassword, SHORTEST, weakness } from '@/draw/new-password'
import { ProblemNotice, sentence } from '@/draw/problem'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Notice } from '@/ui/state'
import { CodeInput } from './code-input'
import { Front } from './front'
import css from './signin.module.css'

/** Where a one-time link leads: choose a password, and be in. Its secret stands behind the #, which no server and no log is told. */
export function WelcomePage() {
  const words = useWords()
  const { t } = words
  const link = new URLSearchParams(useLocation().hash).get('link')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  useEffect(() => { document.title = `${t('welcome.title')} · Đoàn Kết` }, [t])
  const enter = useMutation({
    meta: { quiet: true },
    mutationFn: () => redeemLink({ secret: link ?? '', password, otp: code?.trim() || undefined }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(keys.me, me)
      void navigate({ to: '/', replace: true })
    },
    onError: (e) => { if (isProblem(e) && e.code === 'sign_in.otp_required') setCode((c) => c ?? '') },
  })
  const problem = isProblem(enter.error) ? enter.error : null
  if (!link || problem?.code === 'link.invalid') {
    return (
      <Front title={t('welcome.dead')} sub={t('welcome.dead_hint')}>
        <LinkButton to="/" fullWidth>{t('welcome.to_sign_in')}</LinkButton>
      </Front>
    )
  }
  const weak = tried ? weakness(password, again) : null
  const refused = problem?.errors.find((e) => e.field === 'password')
  const wrongCode = problem?.code === 'sign_in.otp_wrong'
  const shown = problem && problem.code !== 'sign_in.otp_required' && !wrongCode && !refused ? problem : null
  return (
    <Front title={t('welcome.title')} sub={t('welcome.sub')}>
      <form
        className={css.form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          setTried(true)
          if (!weakness(password, again) && (code === null || code.trim())) enter.mutate()
        }}
      >
        {shown && (shown.passing ? <ProblemNotice problem={shown} kept /> : <Notice tone="bad" live title={t('signin.refused')}>{sentence(words, shown)}</Notice>)}
        {code === null ? (
          <NewPassword
            password={password}
            again={again}
            onPassword={setPassword}
            onAgain={setAgain}
            errors={{
              password: weak?.field === 'password' ? t(weak.word, { n: SHORTEST }) : refused ? refused.detail || t('password.refused') : undefined,
              again: weak?.field === 'again' ? t(weak.word, { n: SHORTEST }) : undefined,
            }}
          />
        ) : <CodeInput value={code} onChange={setCode} error={wrongCode ? t('signin.code_wrong') : undefined} />}
        <Button type="submit" size="lg" fullWidth loading={enter.isPending}>{t(code === null ? 'welcome.enter' : 'signin.confirm')}</Button>
      </form>
    </Front>
  )
}
