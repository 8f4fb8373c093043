import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { beginOtp, confirmOtp } from '@/api/account'
import { isProblem } from '@/api/problem'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { Notice } from '@/ui/state'
import css from './account.module.css'
import { Qr } from './qr'

/** A code from the phone beside the password. */
export function SecondFactor() {
  const { t } = useWords()
  const begin = useMutation({ meta: { quiet: true }, mutationFn: beginOtp })
  const [codes, setCodes] = useState<string[] | null>(null)
  const problem = isProblem(begin.error) ? begin.error : null
  const on = problem?.code === 'otp.on'
  return (
    <Card id="second-factor" title={t('otp.title')}>
      <div className={css.stack}>
        {codes ? <Codes codes={codes} /> : (
          <>
            <p className={css.muted}>{t('otp.what')}</p>
            {on && <Notice tone="good" live title={t('otp.on')}>{t('otp.on_hint')}</Notice>}
            {problem && !on && <ProblemNotice problem={problem} retry={() => begin.mutate()} />}
            {begin.data ? <Enrol secret={begin.data.secret} url={begin.data.url} onDone={setCodes} onStop={begin.reset} /> : !on && (
              <div><Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>{t('otp.begin')}</Button></div>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

function Enrol({ secret, url, onDone, onStop }: { secret: string; url: string; onDone: (codes: string[]) => void; onStop: () => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    meta: { quiet: true },
    mutationFn: () => confirmOtp(code.trim()),
    onSuccess: (answer) => onDone(answer.recovery_codes),
  })
  const problem = isProblem(confirm.error) ? confirm.error : null
  const wrong = problem !== null && !problem.passing
  return (
    <form
      className={css.stack}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        if (code.trim()) confirm.mutate()
      }}
    >
      <div className={css.qr}>
        <Qr text={url} label={t('otp.qr')} />
        <ol>
          <li>{t('otp.step_app')}</li>
          <li>{t('otp.step_scan')}</li>
          <li>{t('otp.step_code')}</li>
        </ol>
      </div>
      <div>
        <p className={css.muted}>{t('otp.by_hand')}</p>
        <code className={css.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <p><a href={url}>{t('otp.open_app')}</a></p>
      </div>
      {problem?.passing && <ProblemNotice problem={problem} retry={() => confirm.mutate()} />}
      <div className={css.form}>
        <TextInput label={t('otp.code')} required withAsterisk={false} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.currentTarget.value)} error={wrong ? t('signin.code_wrong') : undefined} />
      </div>
      <div className={css.buttons}>
        <Button type="submit" loading={confirm.isPending}>{t('otp.confirm')}</Button>
        <Button variant="default" onClick={onStop}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}

function Codes({ codes }: { codes: string[] }) {
  const { t } = useWords()
  return (
    <>
      <Notice tone="good" live title={t('otp.done')}>{t('otp.codes_hint')}</Notice>
      <ul className={css.codes} aria-label={t('otp.codes')}>{codes.map((c) => <li key={c}>{c}</li>)}</ul>
      <div><Button variant="default" onClick={() => void navigator.clipboard?.writeText(codes.join('\n'))}>{t('otp.copy')}</Button></div>
    </>
  )
}
