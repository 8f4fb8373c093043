import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/api/me'
import { endPost } from '@/api/people'
import { isProblem } from '@/api/problem'
import type { Post } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { useWords } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import css from './people.module.css'

/** Ends a post: at once, or after a last day. */
export function EndPost({ post, name, onClose, onDone }: { post: Post; name: string; onClose: () => void; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const [last, setLast] = useState(today)
  const send = useMutation({ meta: { quiet: true }, mutationFn: (day: string | undefined) => endPost(post.id, day), onSuccess: onDone })
  const problem = isProblem(send.error) ? send.error : null
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        if (last) send.mutate(last)
      }}
    >
      <p className={css.muted}>{t('people.end_lead', { name, role: words.pick(post.role_label, post.role), unit: post.unit.name })}</p>
      <FormProblem problem={problem} retry={() => send.mutate(send.variables)} fields={{ last: t('people.last') }} />
      <DateInput label={t('people.last')} description={t('people.last_hint')} required value={last} onChange={(day) => { setLast(day); if (!send.isPending) send.reset() }} error={fieldProblems(words, problem).last} />
      <div className={css.bar}>
        <Button type="submit" disabled={!last} loading={send.isPending && send.variables !== undefined}>{t('people.end_yes')}</Button>
        <Button variant="default" loading={send.isPending && send.variables === undefined} onClick={() => send.mutate(undefined)}>{t('people.end_now')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
