import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { signIn } from '@/api/session'
import type { Me } from '@/api/types.gen'
import { ProblemNotice, sentence } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Notice } from '@/ui/state'
import { CodeInput } from './code-input'
import css from './signin.module.css'

/** Login and password; when the server asks for it, the code of the second factor. */
export function SignInForm({ login: known = '', onEntered }: { login?: string; onEntered: (me: Me) => void }) {
  const words = useWords()
  const { t } = words
  const [login, setLogin] = useState(known)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const enter = useMutation({
    meta: { quiet: true },
    mutationFn: () => signIn({ login: login.trim(), password, otp: code?.trim() || undefined }),
    onSuccess: onEntered,
    onError: (e) => { if (isProblem(e) && e.code === 'sign_in.otp_required') setCode((c) => c ?? '') },
  })
  const problem = isProblem(enter.error) && enter.error.code !== 'sign_in.otp_required' ? enter.error : null
  const wrongCode = problem?.code === 'sign_in.otp_wrong'
  const asksCode = code !== null
  const ready = login.trim() !== '' && password !== '' && (!asksCode || code.trim() !== '')
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (ready) enter.mutate()
      }}
    >
      {problem && !wrongCode && (problem.passing && problem.status !== 429
        ? <ProblemNotice problem={problem} />
        : <Notice tone="bad" live title={t(problem.code === 'sign_in.failed' ? 'signin.failed' : 'signin.refused')}>{problem.code === 'sign_in.failed' ? t('signin.failed_hint') : sentence(words, problem)}</Notice>)}
      {asksCode ? (
        <CodeInput value={code} onChange={setCode} error={wrongCode ? t('signin.code_wrong') : tried && code.trim() === '' && !enter.isPending && !enter.error ? t('signin.code_needed') : undefined} />
      ) : (
        <>
          <TextInput label={t('signin.login')} required withAsterisk={false} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={known === ''} value={login} onChange={(e) => setLogin(e.currentTarget.value)} error={tried && login.trim() === '' ? t('signin.login_needed') : undefined} />
          <PasswordInput label={t('signin.password')} required withAsterisk={false} autoComplete="current-password" autoFocus={known !== ''} visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={tried && password === '' ? t('signin.password_needed') : undefined} />
        </>
      )}
      <Button type="submit" size="lg" fullWidth loading={enter.isPending}>{t(asksCode ? 'signin.confirm' : 'signin.enter')}</Button>
      {asksCode && <Button variant="subtle" onClick={() => { setCode(null); setPassword(''); setTried(false); enter.reset() }}>{t('signin.other')}</Button>}
    </form>
  )
}
