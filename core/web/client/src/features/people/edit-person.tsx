import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { changePerson } from '@/api/people'
import { isProblem } from '@/api/problem'
import type { Person } from '@/api/types.gen'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { useWords } from '@/i18n'
import css from './people.module.css'

/** Name, login and address; only what changed is sent. */
export function EditPerson({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: (after: Person) => void }) {
  const words = useWords()
  const { t } = words
  const [who, setWho] = useState({ name: person.name, login: person.login ?? '', email: person.email ?? '' })
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => changePerson(person.id, {
      name: who.name.trim() !== person.name ? who.name.trim() : undefined,
      login: who.login.trim() !== person.login ? who.login.trim() : undefined,
      email: who.email.trim() !== (person.email ?? '') ? who.email.trim() : undefined,
    }),
    onSuccess: onDone,
  })
  const problem = isProblem(send.error) ? send.error : null
  const errors = fieldProblems(words, problem)
  const set = (part: Partial<typeof who>) => {
    setWho((old) => ({ ...old, ...part }))
    if (!send.isPending) send.reset()
  }
  return (
    <form noValidate className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
      <FormProblem problem={problem} retry={() => send.mutate()} fields={{ name: t('people.name'), login: t('people.login'), email: t('people.email') }} />
      <TextInput label={t('people.name')} description={t('people.name_hint')} required withAsterisk autoComplete="off" value={who.name} onChange={(e) => set({ name: e.currentTarget.value })} error={errors.name ?? errors.given ?? errors.family_middle} />
      <TextInput label={t('people.login')} description={t('people.login_hint')} required withAsterisk autoComplete="off" autoCapitalize="none" value={who.login} onChange={(e) => set({ login: e.currentTarget.value })} error={errors.login} />
      <TextInput label={t('people.email')} type="email" autoComplete="off" value={who.email} onChange={(e) => set({ email: e.currentTarget.value })} error={errors.email} />
      <div className={css.bar}>
        <Button type="submit" disabled={who.name.trim() === '' || who.login.trim() === ''} loading={send.isPending}>{t('people.edit_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
