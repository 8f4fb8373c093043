import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePassword } from '@/api/account'
import { isProblem } from '@/api/problem'
import { NewPassword, SHORTEST, weakness } from '@/draw/new-password'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './account.module.css'

/** The present password is asked for again: a borrowed phone must not lock its owner out. */
export function PasswordCard() {
  const { t } = useWords()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const change = useMutation({
    meta: { quiet: true },
    mutationFn: () => changePassword({ current, password, otp: code?.trim() || undefined }),
    // Every session ends with the old password, this one too.
    onSuccess: () => {
      client.clear()
      window.location.assign('/')
    },
    onError: (e) => { if (isProblem(e) && e.code.startsWith('sign_in.otp')) setCode((c) => c ?? '') },
  })
  const problem = isProblem(change.error) ? change.error : null
  const weak = tried ? weakness(password, again) : null
  const at = (field: string) => problem?.errors.find((e) => e.field === field)
  const told = problem && (problem.code === 'sign_in.otp_required' || problem.code === 'sign_in.otp_wrong' || at('current') || at('password'))
  return (
    <Card id="password" title={t('account.password')} action={!open && <Button variant="default" onClick={() => setOpen(true)}>{t('account.password_change')}</Button>}>
      {open && (
        <form
          className={css.form}
          noValidate
          onSubmit={(e) => {
            e.preventDefault()
            setTried(true)
            if (current && !weakness(password, again)) change.mutate()
          }}
        >
          <p className={css.muted}>{t('account.password_hint')}</p>
          {problem && !told && <ProblemNotice problem={problem} />}
          <PasswordInput label={t('account.password_current')} required withAsterisk={false} autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} value={current} onChange={(e) => setCurrent(e.currentTarget.value)} error={at('current') ? t('account.password_wrong') : tried && !current ? t('signin.password_needed') : undefined} />
          <NewPassword
            password={password}
            again={again}
            onPassword={setPassword}
            onAgain={setAgain}
            errors={{
              password: weak?.field === 'password' ? t(weak.word, { n: SHORTEST }) : at('password') ? at('password')?.detail || t('password.refused') : undefined,
              again: weak?.field === 'again' ? t(weak.word, { n: SHORTEST }) : undefined,
            }}
          />
          {code !== null && <TextInput label={t('signin.code')} description={t('signin.code_hint')} autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.currentTarget.value)} error={problem?.code === 'sign_in.otp_wrong' ? t('signin.code_wrong') : undefined} />}
          <div className={css.buttons}>
            <Button type="submit" loading={change.isPending}>{t('account.password_save')}</Button>
            <Button variant="default" onClick={() => setOpen(false)}>{t('action.cancel')}</Button>
          </div>
        </form>
      )}
    </Card>
  )
}
