import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { touchAround } from '@/api/records'
import { drop, rejectedUrl, take, undo, wrongRowsQuery } from '@/api/sheets'
import type { Import, Kind } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords, type Key } from '@/i18n'
import { Ask } from '@/ui/ask'
import { LinkButton } from '@/ui/link-button'
import { Actions, Card, Stack } from '@/ui/page'
import { Notice } from '@/ui/state'
import { Columns } from './columns'

/** An import in the state it is in: how many rows are what, and the verbs that lead on. */
export function Progress({ of: i, kind, onAnother }: { of: Import; kind: Kind | undefined; onAnother: () => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [asks, setAsks] = useState(false)
  const act = useMutation({
    mutationFn: (what: (id: string) => Promise<Import>) => what(i.id),
    onSuccess: (after) => {
      client.setQueryData(['import', i.id], after)
      touchAround(client)
    },
  })
  const leave = useMutation({ mutationFn: () => drop(i.id), onSuccess: onAnother })
  const n = i.counts
  const problem = [act.error, leave.error].find(isProblem)
  const left = n.bad + n.refused > 0 && <Button component="a" variant="default" href={rejectedUrl(i.id)} download>{t('sheet.rejected')}</Button>
  const another = <Button variant="default" onClick={onAnother}>{t('sheet.choose_other')}</Button>
  return (
    <Stack>
      {problem && <ProblemNotice problem={problem} />}
      {i.state === 'reading' && <Notice live title={t('sheet.reading', { n: n.rows })} />}
      {i.state === 'taking' && <Notice live title={t('sheet.taking', { done: n.done, all: n.done + n.good })} actions={<Button variant="default" onClick={() => act.mutate(undo)}>{t('sheet.undo')}</Button>} />}
      {i.state === 'undoing' && <Notice live title={t('sheet.undoing', { n: n.done })} />}
      {i.state === 'failed' && <Notice live tone="bad" title={t('sheet.failed')} actions={another}><p>{i.problem}</p></Notice>}
      {i.state === 'ready' && (
        <Card id="ready" title={t('sheet.ready', { name: i.name })}>
          <Counts lines={[['sheet.good', n.good], ['sheet.same', n.same], ['sheet.bad', n.bad]]} />
          {n.good > 0 && <p>{t('sheet.take_hint')}</p>}
          <Actions>
            {n.good > 0 && <Button loading={act.isPending} onClick={() => act.mutate(take)}>{t('sheet.take', { n: n.good })}</Button>}
            {left}
            <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>{t('sheet.discard')}</Button>
          </Actions>
        </Card>
      )}
      {(i.state === 'taken' || i.state === 'undone') && (
        <Card id="done" title={i.state === 'taken' ? t('sheet.taken', { n: n.done, name: i.name }) : t('sheet.undone', { n: n.undone })}>
          <Counts lines={[['sheet.same', n.same], ['sheet.refused', n.refused], ['sheet.bad', n.bad], ['sheet.kept', n.kept]]} />
          <Actions>
            <LinkButton to="/records/$kind" params={{ kind: i.kind }}>{t('sheet.list')}</LinkButton>
            {left}
            {i.state === 'taken' && n.done > 0 && <Button variant="outline" color="red" onClick={() => setAsks(true)}>{t('sheet.undo')}</Button>}
            {another}
          </Actions>
        </Card>
      )}
      {i.state === 'ready' && kind && <Columns key={i.id} of={i} kind={kind} />}
      <Wrong of={i} />
      <Ask opened={asks} onClose={() => setAsks(false)} title={t('sheet.undo')}>
        <p>{t('sheet.undo_ask', { n: n.done })}</p>
        <Actions>
          <Button color="red" variant="outline" onClick={() => { setAsks(false); act.mutate(undo) }}>{t('sheet.undo')}</Button>
        </Actions>
      </Ask>
    </Stack>
  )
}

function Counts({ lines }: { lines: [Key, number][] }) {
  const { t } = useWords()
  return <ul>{lines.filter(([, n]) => n > 0).map(([key, n]) => <li key={key}>{t(key, { n: n.toLocaleString('vi') })}</li>)}</ul>
}

/** What is wrong, cell by cell, in the words of the server. */
function Wrong({ of: i }: { of: Import }) {
  const { t } = useWords()
  const { data } = useQuery(wrongRowsQuery(i))
  if (!data || data.items.length === 0 || ['reading', 'taking', 'undoing'].includes(i.state)) return null
  return (
    <Card id="errors" title={t('sheet.errors')}>
      <ul>{data.items.flatMap((row) => (row.errors ?? []).map((e, at) => <li key={`${row.row}.${at}`}>{e.detail}</li>))}</ul>
      {data.next && <p>{t('sheet.errors_more')}</p>}
    </Card>
  )
}
