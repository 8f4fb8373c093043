import { Button, Checkbox, Textarea } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { askToOpen } from '@/api/openings'
import { isProblem } from '@/api/problem'
import type { Kind, RecordPage } from '@/api/types.gen'
import { FormProblem } from '@/draw/form-problem'
import { fieldLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import css from '../records.module.css'

/** A keeper asks for sealed fields to be opened, with a reason everybody will see. */
export function AskToOpen({ rec, kind }: { rec: RecordPage; kind: Kind }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <div className={css.bar} style={{ marginTop: 12 }}>
        <Button variant="default" onClick={() => setAsking(true)}>{t('sealed.ask')}</Button>
      </div>
      <Ask opened={asking} onClose={() => setAsking(false)} title={t('sealed.ask')}>
        <AskForm rec={rec} kind={kind} onDone={() => setAsking(false)} />
      </Ask>
    </>
  )
}

function AskForm({ rec, kind, onDone }: { rec: RecordPage; kind: Kind; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [fields, setFields] = useState(rec.sealed)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const ask = useMutation({
    meta: { quiet: true },
    mutationFn: () => askToOpen(rec.id, fields, reason.trim(), key.current),
    onSuccess: onDone,
    onError: () => { key.current = newKey() },
    onSettled: () => client.invalidateQueries({ queryKey: keys.openings(rec.id) }),
  })
  const whole = fields.length > 0 && reason.trim() !== ''
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (whole) ask.mutate()
      }}
      style={{ display: 'grid', gap: 18 }}
    >
      <p className={css.muted}>{t('sealed.ask_hint')}</p>
      <FormProblem problem={isProblem(ask.error) ? ask.error : null} retry={() => ask.mutate()} />
      <Checkbox.Group label={t('sealed.ask_fields')} value={fields} onChange={setFields} error={tried && fields.length === 0 ? t('sealed.ask_fields_needed') : undefined}>
        {rec.sealed.map((name) => <Checkbox key={name} value={name} label={fieldLabel(words, kind, name)} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />)}
      </Checkbox.Group>
      <Textarea label={t('sealed.ask_reason')} required withAsterisk maxLength={2000} minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={tried && !reason.trim() ? t('verbs.reason_needed') : undefined} />
      <div className={css.bar} style={{ marginTop: 0 }}>
        <Button type="submit" loading={ask.isPending}>{t('sealed.ask_send')}</Button>
        <Button variant="default" onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
