import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { excuseDuty, takeBackExcuse, touchDuties } from '@/api/duties'
import { isProblem } from '@/api/problem'
import type { Duty } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { periodName } from '@/draw/period'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import css from './duties.module.css'

interface Form { duty: Duty; onDone: () => void }

/** Releases a unit; the reason stays with the page while the dialog is closed. */
export function ExcuseForm({ duty, reason, onReason, onDone }: Form & { reason: string; onReason: (reason: string) => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (text: string) => excuseDuty(duty.id, text, crypto.randomUUID()),
    onSuccess: () => {
      onReason('')
      touchDuties(client)
      onDone()
    },
  })
  const problem = isProblem(send.error) ? send.error : null
  return (
    <form noValidate className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate(reason) }}>
      <p>{t('duty.excuse_lead', { title: words.pick(duty.label, duty.duty), unit: duty.unit.name, period: inSentence(periodName(words, duty.period)) })}</p>
      <FormProblem problem={problem} retry={() => send.mutate(reason)} fields={{ reason: t('duty.reason') }} />
      <Textarea label={t('duty.reason')} description={t('duty.reason_hint')} required autosize minRows={3} maxLength={1000} value={reason} onChange={(e) => { onReason(e.currentTarget.value); if (!send.isPending) send.reset() }} error={fieldProblems(words, problem).reason} />
      <div className={css.bar}>
        <Button type="submit" loading={send.isPending}>{t('duty.excuse')}</Button>
        <Button variant="default" onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}

/** Takes an excuse back. */
export function TakeBackForm({ duty, onDone }: Form) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => takeBackExcuse(duty.id),
    onSuccess: () => {
      touchDuties(client)
      onDone()
    },
  })
  return (
    <div className={css.form}>
      <p>{t('duty.take_back_lead', { title: words.pick(duty.label, duty.duty), unit: duty.unit.name, period: inSentence(periodName(words, duty.period)) })}</p>
      <FormProblem problem={isProblem(send.error) ? send.error : null} retry={() => send.mutate()} />
      <div className={css.bar}>
        <Button loading={send.isPending} onClick={() => send.mutate()}>{t('duty.take_back')}</Button>
        <Button variant="default" onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </div>
  )
}
