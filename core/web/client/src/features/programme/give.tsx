import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { giveTasks } from '@/api/programme'
import { touchAround } from '@/api/records'
import { ProblemNotice } from '@/draw/problem'
import type { Given } from '@/api/types.gen'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { DateInput } from '@/ui/date-input'
import { LineInput } from '@/ui/line-input'
import { Actions, Stack } from '@/ui/page'
import { Notice } from '@/ui/state'

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
  const openDraft = (made: Given) => void navigate({ to: '/record/$id', params: { id: made.record } })
  const [task, setTask] = useState({ title: name.slice(0, 500), output: '', due_on: '' })
  const give = useMutation({
    meta: { quiet: true },
    mutationFn: () => giveTasks(clause, { unit, period, ...task }),
    onSuccess: (made) => {
      touchAround(client)
      if (made.without.length === 0) openDraft(made)
    },
  })
  const made = give.data
  if (made && made.without.length > 0) return <Ask opened onClose={onClose} title={t('programme.give')}><Left made={made} onOpen={() => openDraft(made)} onClose={onClose} /></Ask>
  return (
    <Ask opened onClose={onClose} title={t('programme.give')}>
      <form noValidate onSubmit={(e) => { e.preventDefault(); give.mutate() }}>
        <Stack>
          <p>{t('programme.give_will')}</p>
          <LineInput label={t('programme.give_title')} required maxLength={500} value={task.title} onText={(title) => setTask({ ...task, title })} />
          <LineInput label={t('programme.give_output')} description={t('programme.give_output_hint')} required maxLength={600} value={task.output} onText={(output) => setTask({ ...task, output })} />
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

/** Why a unit is not in the draft, in the order a reader can do something about it. */
const REASONS = [
  ['nobody', 'programme.give_nobody'], ['drafted', 'programme.give_drafted'], ['room', 'programme.give_room'], ['branch', 'programme.give_branch'], ['own', 'programme.give_own'],
] as const

/** The draft is made, and some units that lack a task are not in it: each by name, and what can be done. */
function Left({ made, onOpen, onClose }: { made: Given; onOpen: () => void; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Stack>
      <Notice live tone="warn" title={t('programme.give_left', { given: formatNumber(made.units), left: formatNumber(made.without.length) })} />
      {REASONS.map(([why, word]) => {
        const units = made.without.filter((w) => w.why === why)
        return units.length > 0 && (
          <section key={why}>
            <p>{t(word, { n: formatNumber(units.length) })}</p>
            <ul>{units.map((w) => <li key={w.unit.id}>{w.draft ? <Link to="/record/$id" params={{ id: w.draft }}>{w.unit.name}</Link> : w.unit.name}</li>)}</ul>
          </section>
        )
      })}
      <Actions>
        <Button onClick={onOpen}>{t('programme.give_open')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.close')}</Button>
      </Actions>
    </Stack>
  )
}
