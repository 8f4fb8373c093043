import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endSession, sessionsQuery } from '@/api/account'
import { keys } from '@/api/keys'
import { signOut } from '@/api/session'
import type { Session } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import { Badge } from '@/ui/state'
import css from './account.module.css'
import { readAgent } from './agent'

/** Where the reader is signed in; what is not theirs they end here. */
export function Browsers() {
  const { t } = useWords()
  const query = useQuery(sessionsQuery)
  return (
    <Card id="browsers" title={t('browsers.title')}>
      <p className={css.muted}>{t('browsers.hint')}</p>
      <Loaded query={query}>
        {(list) => <ul className={css.lines}>{[...list].sort((a, b) => Number(b.current) - Number(a.current) || b.last_seen.localeCompare(a.last_seen)).map((b) => <Line key={b.id} browser={b} />)}</ul>}
      </Loaded>
      <Everywhere />
    </Card>
  )
}

/** Out of every browser at once, for a lost phone. */
function Everywhere() {
  const { t } = useWords()
  const client = useQueryClient()
  const [sure, setSure] = useState(false)
  const end = useMutation({
    mutationFn: () => signOut(true),
    onSettled: (to) => {
      client.clear()
      window.location.assign(to ?? '/')
    },
  })
  return (
    <>
      <div><Button variant="default" mt="md" onClick={() => setSure(true)}>{t('browsers.end_all')}</Button></div>
      <Ask opened={sure} onClose={() => setSure(false)} title={t('browsers.end_all')}>
        <p style={{ lineHeight: 1.6 }}>{t('browsers.end_all_text')}</p>
        <Button mt="md" loading={end.isPending} onClick={() => end.mutate()}>{t('browsers.end_all')}</Button>
      </Ask>
    </>
  )
}

function Line({ browser }: { browser: Session }) {
  const { t } = useWords()
  const client = useQueryClient()
  const end = useMutation({ mutationFn: () => endSession(browser.id), onSuccess: () => client.invalidateQueries({ queryKey: keys.sessions }) })
  const known = readAgent(browser.agent)
  const name = known.browser && known.system ? t('browsers.name', { browser: known.browser, system: known.system }) : known.browser ?? known.system ?? t('browsers.unknown')
  return (
    <li className={css.line}>
      <div>
        <strong>{name}</strong> {browser.current && <Badge tone="good">{t('browsers.this')}</Badge>}
        <p className={css.muted}>{t('browsers.seen', { at: formatInstant(browser.last_seen), ip: browser.ip })}</p>
      </div>
      {!browser.current && <Button variant="default" loading={end.isPending} onClick={() => end.mutate()} aria-label={t('browsers.end_name', { name })}>{t('browsers.end')}</Button>}
    </li>
  )
}
