import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { openDuty, touchDuties } from '@/api/duties'
import type { Duty } from '@/api/types.gen'
import { useWords, type Words } from '@/i18n'
import { formatDate, formatInstant } from '@/i18n/format'
import { LinkButton } from '@/ui/link-button'
import { ClockLine, type Standing } from './clock'
import css from './draw.module.css'
import { periodName } from './period'

const CLOCKS: Record<string, Standing['state']> = { open: 'running', missed: 'overdue', met: 'met', met_late: 'met_late' }

export const dutyTitle = (words: Words, duty: Pick<Duty, 'label' | 'period' | 'duty' | 'before'>): string =>
  `${words.pick(duty.label, duty.duty)} · ${duty.before ? words.t('duty.before', { date: formatDate(duty.before) }) : periodName(words, duty.period)}`

/** What a unit owes in a period, how it stands, and the one tap that opens a record for it. */
export function DutyRow({ duty, showUnit = true, more }: { duty: Duty; showUnit?: boolean; more?: ReactNode }) {
  const words = useWords()
  const { t } = words
  const title = dutyTitle(words, duty)
  return (
    <li className={css.row} data-late={duty.state === 'missed'} data-duty={duty.state}>
      <p className={css.rowTitle}>{title}</p>
      <div className={css.rowFacts}>
        <p className={css.meta}><DutyState duty={duty} /></p>
        <p className={css.meta}>
          {showUnit && <span>{whose(duty)}</span>}
          <span>{duty.source}</span>
          {duty.need > 1 && <span>{t('duty.of', { have: duty.have, need: duty.need })}</span>}
          {duty.begun && (duty.state === 'open' || duty.state === 'missed') && <span>{t('duty.begun')}</span>}
        </p>
      </div>
      <div className={css.rowVerbs}>
        {duty.can.includes('open') && <OpenDuty duty={duty} title={title} />}
        {duty.record && <LinkButton variant="default" to="/record/$id" params={{ id: duty.record }}>{t('duty.see')}</LinkButton>}
        {more}
      </div>
    </li>
  )
}

/** The unit, with its place where its own name does not say it. */
function whose({ unit, place }: Duty): string {
  const said = (text: string) => text.toLocaleLowerCase('vi')
  return !place || said(unit.name).endsWith(said(place.name)) ? unit.name : `${unit.name}, ${place.name}`
}

function DutyState({ duty }: { duty: Duty }) {
  const { t } = useWords()
  if (duty.excuse) return <span>{t('duty.excused_by', { reason: duty.excuse.reason, name: duty.excuse.by.name, at: formatInstant(duty.excuse.at) })}</span>
  if (duty.state === 'ended') return <span>{t('duty.ended')}</span>
  return <ClockLine clock={{ state: CLOCKS[duty.state] ?? 'running', days: duty.days, due: duty.due_on, met_on: duty.met_on || null, law: duty.law, to_confirm: duty.to_confirm, party: [] }} />
}

function OpenDuty({ duty, title }: { duty: Duty; title: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const open = useMutation({
    mutationFn: () => openDuty(duty.id, crypto.randomUUID()),
    onSuccess: ({ record }) => {
      touchDuties(client)
      void navigate({ to: '/record/$id', params: { id: record } })
    },
  })
  const verb = t(duty.begun ? 'duty.go_on' : 'duty.open')
  return <Button data-verb variant="light" loading={open.isPending} aria-label={t('duty.open_on', { verb, title })} onClick={() => open.mutate()}>{verb}</Button>
}
