import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey } from '@/api/client'
import { isProblem } from '@/api/problem'
import { confirmProposal, endProposal, proposalsQuery } from '@/api/proposals'
import type { Proposal } from '@/api/types.gen'
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
        {p.act !== 'self_approval' && <strong>{t(p.act === 'person.link' ? 'proposals.person.link' : 'proposals.person.address', { name })}</strong>}
        {p.email && <p>{p.email}</p>}
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

function Own({ code }: { code: string }) {
  const { t } = useWords()
  const { data } = useQuery(unitsQuery({ q: code }))
  return t('proposals.self_approval', { unit: data?.items.find((u) => u.code === code)?.name ?? code })
}
