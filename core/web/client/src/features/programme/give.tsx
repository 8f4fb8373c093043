import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { giveTasks } from '@/api/programme'
import { touchAround } from '@/api/records'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { DateInput } from '@/ui/date-input'
import { Actions, Stack } from '@/ui/page'

/** Whether the reader drafts programmes, by which tasks are given. */
export function useGives(): boolean {
  const { data: kinds } = useKinds()
  return kinds?.get('core.action_programme')?.can_create ?? false
}

interface Props { clause: string; name: string; unit: string | undefined; period: string; onClose: () => void }

/** One task for every unit that has none under a clause, asked once; the draft that holds them opens for whoever signs it. */
export function Give({ clause, name, unit, period, onClose }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [task, setTask] = useState({ title: name.slice(0, 500), output: '', due_on: '' })
  const give = useMutation({
    meta: { quiet: true },
    mutationFn: () => giveTasks(clause, { unit, period, ...task }),
    onSuccess: (made) => {
      touchAround(client)
      void navigate({ to: '/record/$id', params: { id: made.record } })
    },
  })
  return (
    <Ask opened onClose={onClose} title={t('programme.give')}>
      <form noValidate onSubmit={(e) => { e.preventDefault(); give.mutate() }}>
        <Stack>
          <p>{t('programme.give_will')}</p>
          <TextInput label={t('programme.give_title')} required maxLength={500} value={task.title} onChange={(e) => setTask({ ...task, title: e.currentTarget.value })} />
          <TextInput label={t('programme.give_output')} description={t('programme.give_output_hint')} required maxLength={600} value={task.output} onChange={(e) => setTask({ ...task, output: e.currentTarget.value })} />
          <DateInput label={t('programme.give_due')} required value={task.due_on} onChange={(due_on) => setTask({ ...task, due_on })} />
          {isProblem(give.error) && <ProblemNotice problem={give.error} retry={() => give.mutate()} />}
          <Actions>
            <Button type="submit" loading={give.isPending} disabled={!task.title.trim() || !task.output.trim() || !task.due_on}>{t('programme.give_draft')}</Button>
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
          </Actions>
        </Stack>
      </form>
    </Ask>
  )
}
