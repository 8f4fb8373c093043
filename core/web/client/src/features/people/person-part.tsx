import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan, useMe } from '@/api/me'
import { changePerson, makeLink, personQuery } from '@/api/people'
import type { Person, PersonLink, Proposal } from '@/api/types.gen'
import { LinkShown } from '@/draw/link-shown'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatInstant } from '@/i18n/format'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import { Badge, Notice, Skeletons } from '@/ui/state'
import { EditPerson } from './edit-person'
import { Posts } from './posts'
import { Why } from './why'
import css from './people.module.css'

/** One person: how they sign in, their posts, and why they may or may not. */
export function PersonPart({ id }: { id: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const may = useCan('admin:people')
  const query = useQuery(personQuery(id))
  const changed = () => {
    void client.invalidateQueries({ queryKey: keys.person(id) })
    void client.invalidateQueries({ queryKey: keys.people() })
    void client.invalidateQueries({ queryKey: ['why'] })
    void client.invalidateQueries({ queryKey: keys.proposals })
  }
  return (
    <Loaded query={query} skeleton={<Skeletons rows={2} height={200} label={t('state.loading')} />}>
      {(person) => (
        <>
          <Facts person={person} may={may} onChanged={changed} />
          <Posts person={person} may={may} onChanged={changed} />
          {may && <Why person={person} />}
        </>
      )}
    </Loaded>
  )
}

function Facts({ person, may, onChanged }: { person: Person; may: boolean; onChanged: () => void }) {
  const { t } = useWords()
  const me = useMe()
  const [ask, setAsk] = useState<'edit' | 'disable' | 'otp' | 'unlink' | null>(null)
  const [asked, setAsked] = useState<Proposal>()
  const linkKey = useRef(newKey())
  const link = useMutation({
    mutationFn: () => makeLink(person.id, linkKey.current),
    onSettled: () => {
      linkKey.current = newKey()
      onChanged()
    },
  })
  const change = useMutation({
    mutationFn: (body: { disabled?: boolean; remove_otp?: boolean; unlink?: boolean }) => changePerson(person.id, body),
    onSuccess: (after) => {
      setAsk(null)
      setAsked(after.proposal)
      onChanged()
    },
  })
  const self = person.id === me.person.id
  const facts: [string, ReactNode][] = [
    [t('people.login'), person.login],
    [t('people.email'), person.email],
    [t('people.password'), may && t(person.has_password ? 'people.password_set' : 'people.password_none')],
    [t('people.provider'), person.linked && t('people.provider_on')],
    [t('people.otp'), may && t(person.has_otp ? 'people.otp_on' : 'people.otp_off')],
  ]
  return (
    <Card id="person" title={person.name} action={person.disabled ? <Badge tone="warn" mark="square">{t('people.disabled')}</Badge> : undefined}>
      <dl className={css.facts}>{facts.filter(([, v]) => v).map(([name, v]) => <div key={name}><dt>{name}</dt><dd>{v}</dd></div>)}</dl>
      {link.data && <div style={{ marginTop: 14 }}><Made link={link.data} name={person.name} /></div>}
      {asked && <Asked until={asked.expires_at}>{t('proposals.asked_change', { name: person.name })}</Asked>}
      {may && (
        <div className={css.acts}>
          {!person.disabled && <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>{t('people.link_make')}</Button>}
          <Button variant="default" onClick={() => setAsk('edit')}>{t('people.edit')}</Button>
          {person.has_otp && <Button variant="default" onClick={() => setAsk('otp')}>{t('people.otp_remove')}</Button>}
          {person.linked && <Button variant="default" onClick={() => setAsk('unlink')}>{t('people.unlink')}</Button>}
          {person.disabled
            ? <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ disabled: false })}>{t('people.enable')}</Button>
            : !self && <Button variant="default" onClick={() => setAsk('disable')}>{t('people.disable')}</Button>}
        </div>
      )}
      <Ask opened={ask === 'edit'} onClose={() => setAsk(null)} title={t('people.edit')}>
        <EditPerson person={person} onClose={() => setAsk(null)} onDone={(after) => { setAsk(null); setAsked(after.proposal); onChanged() }} />
      </Ask>
      <Sure opened={ask === 'disable'} title={t('people.disable')} text={t('people.disable_text', { name: person.name })} yes={t('people.disable_yes')} busy={change.isPending} onClose={() => setAsk(null)} onYes={() => change.mutate({ disabled: true })} />
      <Sure opened={ask === 'unlink'} title={t('people.unlink')} text={t('people.unlink_text', { name: person.name })} yes={t('people.unlink')} busy={change.isPending} onClose={() => setAsk(null)} onYes={() => change.mutate({ unlink: true })} />
      <Sure opened={ask === 'otp'} title={t('people.otp_remove')} text={t('people.otp_text', { name: person.name })} yes={t('people.otp_yes')} busy={change.isPending} onClose={() => setAsk(null)} onYes={() => change.mutate({ remove_otp: true })} />
    </Card>
  )
}

/** The link, or that another administrator must confirm it first. */
function Made({ link, name }: { link: PersonLink; name: string }) {
  const { t } = useWords()
  if (link.url) return <LinkShown link={{ url: link.url, expires_at: link.expires_at }} name={name} />
  return <Asked until={link.expires_at}>{t('proposals.asked_link', { name })}</Asked>
}

function Asked({ until, children }: { until: string; children: ReactNode }) {
  const { t } = useWords()
  return <Notice tone="info" live title={t('proposals.asked', { at: formatInstant(until) })}><p>{children}</p></Notice>
}

function Sure({ opened, title, text, yes, busy, onYes, onClose }: { opened: boolean; title: string; text: string; yes: string; busy: boolean; onYes: () => void; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Ask opened={opened} onClose={onClose} title={title}>
      <div className={css.form}>
        <p style={{ lineHeight: 1.6 }}>{text}</p>
        <div className={css.bar}>
          <Button loading={busy} onClick={onYes}>{yes}</Button>
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      </div>
    </Ask>
  )
}
