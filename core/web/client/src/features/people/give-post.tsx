import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { useMe } from '@/api/me'
import { grantPost } from '@/api/people'
import { isProblem } from '@/api/problem'
import type { Person } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { focusWrong } from '@/ui/focus-wrong'
import { useWords } from '@/i18n'
import { POST_LABELS, PostFields, postOf, type PostDraft } from './post-fields'
import css from './people.module.css'

/** Gives a person a post. */
export function GivePost({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const [post, setPost] = useState<PostDraft>({ role: '', unit: person.posts?.[0]?.unit.id ?? '', from: today, to: '', basis: '' })
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const send = useMutation({ meta: { quiet: true }, mutationFn: () => grantPost(person.id, postOf(post), key.current), onSuccess: onDone })
  const problem = isProblem(send.error) ? send.error : null
  const errors: Record<string, string> = {
    ...(tried && post.role === '' ? { role: t('units.needed') } : {}),
    ...(tried && post.unit === '' ? { unit: t('units.needed') } : {}),
    ...fieldProblems(words, problem),
  }
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (post.role && post.unit) send.mutate()
        else focusWrong(e.currentTarget)
      }}
    >
      <p className={css.muted}>{t('people.give_lead', { name: person.name })}</p>
      <FormProblem problem={problem} retry={() => send.mutate()} fields={Object.fromEntries(Object.entries(POST_LABELS).map(([n, k]) => [n, t(k)]))} />
      <PostFields
        draft={post}
        errors={errors}
        onChange={(part) => {
          setPost((old) => ({ ...old, ...part }))
          key.current = newKey()
          if (!send.isPending) send.reset()
        }}
      />
      <div className={css.bar}>
        <Button type="submit" loading={send.isPending}>{t('people.give_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
