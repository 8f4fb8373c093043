import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { addPerson, makeLink } from '@/api/people'
import { isProblem } from '@/api/problem'
import type { Person, PersonLink } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { LinkShown } from '@/draw/link-shown'
import { focusWrong } from '@/ui/focus-wrong'
import { useWords } from '@/i18n'
import { POST_LABELS, PostFields, postOf, type PostDraft } from './post-fields'
import css from './people.module.css'

/** A new person with a first post; then the link by which they sign in the first time. */
export function AddPerson({ unit, onClose, onAdded }: { unit: string; onClose: () => void; onAdded: (id: string) => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const client = useQueryClient()
  const [who, setWho] = useState({ name: '', login: '', email: '' })
  const [post, setPost] = useState<PostDraft>({ role: '', unit, from: today, to: '', basis: '' })
  const [tried, setTried] = useState(false)
  const key = useRef({ add: newKey(), link: newKey() })
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async (): Promise<{ person: Person; link: PersonLink }> => {
      // The same key again: were the person made although the answer was lost, they are made once.
      const person = await addPerson({ name: who.name.trim(), login: who.login.trim(), email: who.email.trim() || undefined, posts: post.role || post.unit ? [postOf(post)] : [] }, key.current.add)
      return { person, link: await makeLink(person.id, key.current.link) }
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people() }),
  })
  if (send.data) {
    const { person, link } = send.data
    return (
      <div className={css.form}>
        {link.url && <LinkShown link={{ url: link.url, expires_at: link.expires_at }} name={person.name} />}
        <div className={css.bar}><Button variant="default" onClick={() => onAdded(person.id)}>{t('people.see_person', { name: person.name })}</Button></div>
      </div>
    )
  }
  const problem = isProblem(send.error) ? send.error : null
  const lacks = { name: who.name.trim() === '', login: who.login.trim() === '', role: post.role === '' && post.unit !== '', unit: post.unit === '' && post.role !== '' }
  const errors: Record<string, string> = {
    ...(tried ? Object.fromEntries(Object.entries(lacks).filter(([, bad]) => bad).map(([name]) => [name, t('units.needed')])) : {}),
    ...fieldProblems(words, problem),
  }
  const changed = () => {
    key.current = { add: newKey(), link: newKey() }
    if (!send.isPending) send.reset()
  }
  const set = (part: Partial<typeof who>) => { setWho((old) => ({ ...old, ...part })); changed() }
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (!Object.values(lacks).some(Boolean)) send.mutate()
        else focusWrong(e.currentTarget)
      }}
    >
      <p className={css.muted}>{t('people.add_lead')}</p>
      <FormProblem problem={problem} retry={() => send.mutate()} fields={{ name: t('people.name'), login: t('people.login'), email: t('people.email'), ...Object.fromEntries(Object.entries(POST_LABELS).map(([n, k]) => [n, t(k)])) }} />
      <TextInput label={t('people.name')} description={t('people.name_hint')} required withAsterisk autoComplete="off" value={who.name} onChange={(e) => set({ name: e.currentTarget.value })} error={errors.name ?? errors.given ?? errors.family_middle} />
      <div className={css.pair}>
        <TextInput label={t('people.login')} description={t('people.login_hint')} required withAsterisk autoComplete="off" autoCapitalize="none" value={who.login} onChange={(e) => set({ login: e.currentTarget.value })} error={errors.login} />
        <TextInput label={t('people.email')} description={t('people.email_hint')} type="email" autoComplete="off" value={who.email} onChange={(e) => set({ email: e.currentTarget.value })} error={errors.email} />
      </div>
      <h3 style={{ fontSize: '1.05rem', lineHeight: 1.5 }}>{t('people.first_post')}</h3>
      <PostFields optional draft={post} errors={errors} onChange={(part) => { setPost((old) => ({ ...old, ...part })); changed() }} />
      <div className={css.bar}>
        <Button type="submit" loading={send.isPending}>{t('people.add_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
