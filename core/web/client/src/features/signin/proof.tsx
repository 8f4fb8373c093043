import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { prove } from '@/api/account'
import { isProblem } from '@/api/problem'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import css from './signin.module.css'

/** Before something grave: the password again, or a code; then the act goes on by itself. */
export function Proof({ onDone }: { onDone: (proved: boolean) => void }) {
  const { t } = useWords()
  const [byCode, setByCode] = useState(false)
  const [typed, setTyped] = useState('')
  const show = useMutation({
    meta: { quiet: true },
    mutationFn: () => prove(byCode ? { otp: typed.trim() } : { password: typed }),
    onSuccess: () => onDone(true),
  })
  const problem = isProblem(show.error) ? show.error : null
  const wrong = problem?.errors.length ? t(byCode ? 'signin.code_wrong' : 'account.password_wrong') : undefined
  const turn = () => {
    setByCode(!byCode)
    setTyped('')
    show.reset()
  }
  return (
    <Ask opened onClose={() => onDone(false)} title={t('proof.title')} size="sm">
      <form
        className={css.form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          e.stopPropagation()
          if (typed) show.mutate()
        }}
      >
        <p>{t('proof.hint')}</p>
        {problem && !wrong && <ProblemNotice problem={problem} />}
        {byCode
          ? <TextInput key="code" data-autofocus label={t('signin.code')} description={t('signin.code_hint')} inputMode="numeric" autoComplete="one-time-code" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} error={wrong} />
          : <PasswordInput key="password" data-autofocus label={t('signin.password')} autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} error={wrong} />}
        <Button type="submit" disabled={!typed} loading={show.isPending}>{t('proof.yes')}</Button>
        <Button variant="default" onClick={turn}>{t(byCode ? 'proof.by_password' : 'proof.by_code')}</Button>
      </form>
    </Ask>
  )
}
