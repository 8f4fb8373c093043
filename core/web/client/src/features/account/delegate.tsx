import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { delegate } from '@/api/account'
import { newKey } from '@/api/client'
import { useMe } from '@/api/me'
import { isProblem } from '@/api/problem'
import type { Post } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { PersonPicker } from '@/draw/pickers'
import { useWords, type Key } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import { focusWrong } from '@/ui/focus-wrong'
import css from './account.module.css'

const LABELS: Record<string, Key> = { post: 'delegation.post', person: 'delegation.person', from: 'delegation.from', to: 'delegation.until', reason: 'delegation.reason' }

/** Lends one of the reader's posts until a day. */
export function Delegate({ posts, onClose, onDone }: { posts: Post[]; onClose: () => void; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const [draft, setDraft] = useState({ post: posts[0]?.id ?? '', person: '', from: today, to: '', reason: '' })
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const send = useMutation({ meta: { quiet: true }, mutationFn: () => delegate({ ...draft, reason: draft.reason.trim() }, key.current), onSuccess: onDone })
  const problem = isProblem(send.error) ? send.error : null
  const missing = (['person', 'from', 'to', 'reason'] as const).filter((name) => draft[name].trim() === '')
  const errors: Record<string, string> = { ...(tried ? Object.fromEntries(missing.map((name) => [name, t('units.needed')])) : {}), ...fieldProblems(words, problem) }
  const change = (part: Partial<typeof draft>) => {
    setDraft((old) => ({ ...old, ...part }))
    key.current = newKey()
    if (!send.isPending) send.reset()
  }
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (missing.length === 0) send.mutate()
        else focusWrong(e.currentTarget)
      }}
    >
      <FormProblem problem={problem} retry={() => send.mutate()} fields={Object.fromEntries(Object.entries(LABELS).map(([n, k]) => [n, t(k)]))} />
      {posts.length > 1 && (
        <NativeSelect label={t('delegation.post')} value={draft.post} error={errors.post} onChange={(e) => change({ post: e.currentTarget.value })} data={posts.map((p) => ({ value: p.id, label: `${words.pick(p.role_label, p.role)}, ${p.unit.name}` }))} />
      )}
      <PersonPicker label={t('delegation.person')} value={draft.person} onChange={(person) => change({ person })} error={errors.person} />
      <DateInput label={t('delegation.from')} required value={draft.from} onChange={(from) => change({ from })} error={errors.from} />
      <DateInput label={t('delegation.until')} required value={draft.to} onChange={(to) => change({ to })} error={errors.to} />
      <Textarea label={t('delegation.reason')} autosize minRows={2} maxLength={500} value={draft.reason} error={errors.reason} onChange={(e) => change({ reason: e.currentTarget.value })} />
      <div className={css.buttons}>
        <Button type="submit" loading={send.isPending}>{t('delegation.give_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
