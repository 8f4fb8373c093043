import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey } from '@/api/client'
import { isProblem } from '@/api/problem'
import { confirmProposal, endProposal, proposalsQuery } from '@/api/proposals'
import type { Account, Proposal } from '@/api/types.gen'
import { unitsQuery } from '@/api/units'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { LinkShown } from './link-shown'
import { ProblemNotice } from './problem'
import css from './proposals.module.css'

/** What waits for a second administrator; nothing where nothing does. */
export function Proposals() {
  const { t } = useWords()
  const { data } = useQuery(proposalsQuery)
  const [made, setMade] = useState<{ url: string; expires_at: string; name: string }>()
  const waiting = data?.filter((p) => p.state === 'waiting') ?? []
  if (waiting.length === 0 && !made) return null
  return (
    <Card id="proposals" title={t('proposals.title')}>
      <p className={css.muted}>{t('proposals.hint')}</p>
      {made && <LinkShown link={made} name={made.name} />}
      <ul className={css.list} aria-label={t('proposals.title')}>
        {waiting.map((p) => <Line key={p.id} proposal={p} onLink={setMade} />)}
      </ul>
    </Card>
  )
}

function Line({ proposal: p, onLink }: { proposal: Proposal; onLink: (link: { url: string; expires_at: string; name: string }) => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [key] = useState(newKey)
  const settled = { meta: { quiet: true }, onSuccess: () => client.invalidateQueries() } // people, settings and notices moved with it
  const confirm = useMutation({
    ...settled,
    mutationFn: () => confirmProposal(p.id, key),
    onSuccess: (done) => {
      if (done.link) onLink({ ...done.link, name: p.person?.name ?? '' })
      return client.invalidateQueries()
    },
  })
  const end = useMutation({ ...settled, mutationFn: () => endProposal(p.id) })
  const problem = [confirm.error, end.error].find(isProblem)
  const name = p.person?.name ?? ''
  return (
    <li className={css.row}>
      <div>
        {p.act === 'person.link' && <strong>{t('proposals.person.link', { name })}</strong>}
        {p.change && <Changes to={p.change} name={name} />}
        {p.self_approvals?.map((e) => <div key={`${e.unit} ${e.step}`}><strong><Own code={e.unit ?? ''} /></strong><p>{t('proposals.reason', { reason: e.reason ?? '' })}</p></div>)}
        <p className={css.muted}>{t('proposals.by', { name: p.by.name, at: formatInstant(p.at), until: formatInstant(p.expires_at) })}</p>
        {problem && <ProblemNotice problem={problem} />}
      </div>
      <div className={css.bar}>
        {p.can.includes('confirm') && <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>{t('proposals.confirm')}</Button>}
        {p.can.includes('refuse') && <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>{t('proposals.refuse')}</Button>}
        {p.can.includes('withdraw') && <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>{t('proposals.withdraw')}</Button>}
      </div>
    </li>
  )
}

/** What of an account is to become different, each in a line of its own. */
function Changes({ to, name }: { to: Account; name: string }) {
  const { t } = useWords()
  const called = to.display ?? [to.family_middle, to.given].filter(Boolean).join(' ')
  const lines = [
    to.disabled !== undefined && t(to.disabled ? 'proposals.change.disable' : 'proposals.change.enable', { name }),
    to.login !== undefined && t('proposals.change.login', { name, to: to.login }),
    called !== '' && t('proposals.change.name', { name, to: called }),
    to.email !== undefined && (to.email === '' ? t('proposals.change.email_off', { name }) : t('proposals.change.email', { name, to: to.email })),
    to.remove_otp && t('proposals.change.otp', { name }),
    to.unlink && t('proposals.change.unlink', { name }),
  ].filter((line) => line !== false && line !== undefined)
  return lines.map((line) => <p key={line}><strong>{line}</strong></p>)
}

function Own({ code }: { code: string }) {
  const { t } = useWords()
  const { data } = useQuery(unitsQuery({ q: code }))
  return t('proposals.self_approval', { unit: data?.items.find((u) => u.code === code)?.name ?? code })
}
