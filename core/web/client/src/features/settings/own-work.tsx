import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { SelfApproval } from '@/api/types.gen'
import { unitQuery, unitsQuery } from '@/api/units'
import { UnitPicker } from '@/draw/pickers'
import { ProblemNotice } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { Notice } from '@/ui/state'
import css from './settings.module.css'

/** Where a unit has one person alone: the steps its people may take on their own work, each with its reason. */
export function OwnWork({ list }: { list: SelfApproval[] }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { data: kinds } = useKinds()
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (next: SelfApproval[]) => changeSettings({ self_approvals: next }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      return client.invalidateQueries({ queryKey: keys.proposals })
    },
  })
  const steps = [...(kinds?.values() ?? [])].flatMap((k) => k.lifecycle.transitions.filter((s) => (s.not_actor_of ?? []).length > 0)
    .map((s) => ({ value: `${k.full_name}.${s.name}`, label: `${kindLabel(words, k)}: ${words.pick(s.label, s.name)}` })))
  return (
    <Card id="own-work" title={t('settings.own_work')}>
      <p className={css.muted}>{t('settings.own_work_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={send.variables && (() => send.mutate(send.variables))} />}
      {send.data?.proposal && <Notice tone="info" live title={t('proposals.asked', { at: formatInstant(send.data.proposal.expires_at) })} />}
      {list.length === 0 && <p>{t('settings.own_work_none')}</p>}
      <ul className={css.list} aria-label={t('settings.own_work')}>
        {list.map((e) => (
          <li key={`${e.unit} ${e.step}`} className={css.row}>
            <div>
              <strong><UnitOf code={e.unit ?? ''} /></strong>
              <p>{steps.find((s) => s.value === e.step)?.label ?? e.step}</p>
              <p className={css.muted}>{e.reason}</p>
            </div>
            <Button variant="default" loading={send.isPending} onClick={() => send.mutate(list.filter((o) => o !== e))}>{t('settings.take_away')}</Button>
          </li>
        ))}
      </ul>
      <Add steps={steps} busy={send.isPending} onAdd={(e, done) => send.mutate([...list.filter((o) => o.unit !== e.unit || o.step !== e.step), e], { onSuccess: done })} />
    </Card>
  )
}

function UnitOf({ code }: { code: string }) {
  const { data } = useQuery(unitsQuery({ q: code }))
  return data?.items.find((u) => u.code === code)?.name ?? code
}

function Add({ steps, busy, onAdd }: { steps: { value: string; label: string }[]; busy: boolean; onAdd: (e: SelfApproval, done: () => void) => void }) {
  const { t } = useWords()
  const [unit, setUnit] = useState('')
  const [step, setStep] = useState('')
  const [reason, setReason] = useState('')
  const { data: chosen } = useQuery({ ...unitQuery(unit), enabled: unit !== '' })
  const whole = Boolean(chosen && step && reason.trim())
  const clear = () => { setUnit(''); setStep(''); setReason('') }
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (chosen && whole) onAdd({ unit: chosen.code, step, reason: reason.trim() }, clear) }}>
      <UnitPicker label={t('settings.unit')} required value={unit} onChange={setUnit} />
      <NativeSelect label={t('settings.step')} required withAsterisk value={step} onChange={(e) => setStep(e.currentTarget.value)} data={[{ value: '', label: t('field.choose') }, ...steps]} />
      <Textarea label={t('settings.reason')} required withAsterisk maxLength={300} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
      <div><Button type="submit" variant="default" disabled={!whole} loading={busy}>{t('settings.add')}</Button></div>
    </form>
  )
}
