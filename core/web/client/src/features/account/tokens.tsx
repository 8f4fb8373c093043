import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { endToken, makeToken, tokensQuery } from '@/api/account'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import type { Token } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { formatDate, formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import { Notice } from '@/ui/state'
import css from './account.module.css'

const READING = ['read', 'figure:read']
const DAYS = [30, 90, 365]

/** Keys for the reader's own programs. Most people need none, so it stands last. */
export function Tokens() {
  const { t } = useWords()
  const query = useQuery(tokensQuery)
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState('')
  return (
    <Card id="tokens" title={t('tokens.title')} action={<Button variant="default" onClick={() => { setSecret(''); setMaking(true) }}>{t('tokens.make')}</Button>}>
      <div className={css.stack}>
        <p className={css.muted}>{t('tokens.hint')}</p>
        {secret && (
          <Notice tone="good" live title={t('tokens.made')} actions={<Button variant="default" onClick={() => void navigator.clipboard?.writeText(secret)}>{t('tokens.copy')}</Button>}>
            <code className={css.secret}>{secret}</code>
          </Notice>
        )}
        <Loaded query={query}>
          {(list) => list.length === 0 ? <p className={css.muted}>{t('tokens.none')}</p> : <ul className={css.lines}>{list.map((k) => <Line key={k.id} token={k} />)}</ul>}
        </Loaded>
      </div>
      <Ask opened={making} onClose={() => setMaking(false)} title={t('tokens.make')} size="md">
        <Make onMade={(s) => { setSecret(s); setMaking(false) }} />
      </Ask>
    </Card>
  )
}

function Make({ onMade }: { onMade: (secret: string) => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [days, setDays] = useState(90)
  const [reach, setReach] = useState<'read' | 'all'>('read')
  const key = useRef(newKey())
  const make = useMutation({
    mutationFn: () => makeToken({ name: name.trim(), allow: reach === 'read' ? READING : ['*'], expires: new Date(Date.now() + days * 86_400_000).toISOString() }, key.current),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.tokens })
      onMade(made.secret)
    },
  })
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        if (name.trim()) make.mutate()
      }}
    >
      <TextInput label={t('tokens.name')} description={t('tokens.name_hint')} required withAsterisk={false} maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <NativeSelect label={t('tokens.reach')} data={[{ value: 'read', label: t('tokens.reach_read') }, { value: 'all', label: t('tokens.reach_all') }]} value={reach} onChange={(e) => setReach(e.currentTarget.value === 'all' ? 'all' : 'read')} />
      <NativeSelect label={t('tokens.life')} data={DAYS.map((d) => ({ value: String(d), label: t('tokens.days', { n: d }) }))} value={String(days)} onChange={(e) => setDays(Number(e.currentTarget.value))} />
      <div><Button type="submit" disabled={!name.trim()} loading={make.isPending}>{t('tokens.make_yes')}</Button></div>
    </form>
  )
}

function Line({ token }: { token: Token }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const end = useMutation({
    mutationFn: () => endToken(token.id),
    onSuccess: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: keys.tokens })
    },
  })
  return (
    <li className={css.line}>
      <div>
        <strong>{token.name}</strong>
        <p className={css.muted}>
          {t(token.allow.includes('*') ? 'tokens.reach_all' : 'tokens.reach_read')} · {t('tokens.until', { date: formatDate(token.expires) })} · {token.last_used ? t('tokens.used', { at: formatInstant(token.last_used) }) : t('tokens.unused')}
        </p>
      </div>
      <Button variant="default" onClick={() => setAsking(true)} aria-label={t('tokens.end_name', { name: token.name })}>{t('tokens.end')}</Button>
      <Ask opened={asking} onClose={() => setAsking(false)} title={t('tokens.end')} size="md">
        <p className={css.muted}>{t('tokens.end_text', { name: token.name })}</p>
        <div className={css.buttons} style={{ marginTop: 18 }}>
          <Button color="late" loading={end.isPending} onClick={() => end.mutate()}>{t('tokens.end_yes')}</Button>
          <Button variant="default" onClick={() => setAsking(false)}>{t('action.keep')}</Button>
        </div>
      </Ask>
    </li>
  )
}
