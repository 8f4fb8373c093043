import '@/i18n/batch'
import { Button, Checkbox, Radio, Textarea } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { newKey } from '@/api/client'
import { batchRemarksQuery, doBatch, MOST_AT_ONCE, plainStepsQuery } from '@/api/batch'
import { useKind } from '@/api/me'
import { isProblem } from '@/api/problem'
import { recordsQuery, touchAround } from '@/api/records'
import type { BatchResult, BatchSteps, Kind, Listed, Warning } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { FormProblem } from '@/draw/form-problem'
import { Loaded } from '@/draw/problem'
import { TitleLink } from '@/draw/title-link'
import { kindLabel, verbLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { LinkButton } from '@/ui/link-button'
import { Card, Page, Sheet } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { BatchDone } from './batch-done'
import { mayBeRemarked } from './use-remarks'
import css from './records.module.css'

const route = getRouteApi('/shell/records/$kind/batch')

/** One step on many records of a list: chosen by checkmarks, each answered by itself. */
export function BatchPage() {
  const words = useWords()
  const { kind: name } = route.useParams()
  const search = route.useSearch()
  const kind = useKind(name)
  const query = useInfiniteQuery(recordsQuery(name, { q: search.q || undefined, state: search.state || undefined, overdue: search.overdue, filter: search.f }))
  const items = (query.data?.pages ?? []).flatMap((p) => p.items)
  return (
    <Page
      title={words.t('batch.title', { kind: inSentence(kindLabel(words, kind)) })}
      sub={words.t('batch.sub')}
      before={<div><LinkButton variant="subtle" to="/records/$kind" params={{ kind: name }} search={search}>{words.t('batch.back')}</LinkButton></div>}
    >
      <Loaded query={query} skeleton={<Skeletons rows={6} height={64} label={words.t('state.loading')} />}>
        {() => kind && <Choice items={items.slice(0, MOST_AT_ONCE)} kind={kind} />}
      </Loaded>
      {query.hasNextPage && items.length < MOST_AT_ONCE && (
        <div><Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.t('list.more')}</Button></div>
      )}
    </Page>
  )
}

function Choice({ items, kind }: { items: Listed[]; kind: Kind }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const steps = useQuery(plainStepsQuery(items.map((i) => i.id)))
  const [asked, setAsked] = useState<string>()
  const [chosen, setChosen] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const found = steps.data ?? []
  const offered = kind.lifecycle.transitions.filter((x) => found.some((f) => f.steps.includes(x.name)))
  const step = offered.find((x) => x.name === asked) ?? offered.find((x) => x.tone === 'primary') ?? offered[0]
  const rows = step ? items.flatMap((rec) => { const of = found.find((f) => f.id === rec.id && f.version === rec.version); return of?.steps.includes(step.name) ? [{ rec, of }] : [] }) : []
  const on = rows.filter((r) => chosen.includes(r.rec.id))
  // What would be remarked stands at each record before anything is done; where nobody answers, nothing does.
  const remarks = useQuery({ ...batchRemarksQuery(step?.name ?? '', rows.map((r) => r.of)), enabled: step !== undefined && rows.length > 0 && mayBeRemarked(kind, step) })
  const act = useMutation({
    mutationFn: (what: { step: string; on: BatchSteps[]; key: string }) => doBatch(what.step, what.on, reason.trim(), what.key),
    onSuccess: () => touchAround(client),
  })
  if (act.data && act.variables) return <BatchDone kind={kind} step={act.variables.step} on={act.variables.on} items={items} results={act.data as BatchResult[]} onAgain={() => { act.reset(); setChosen([]); setReason('') }} />
  return (
    <Loaded query={steps} skeleton={<Skeletons rows={4} height={64} label={t('state.loading')} />}>
      {() => !step ? <State title={t('batch.none')}>{t('batch.none_hint')}</State> : (
        <>
          {offered.length > 1 && (
            <Radio.Group label={t('batch.step')} value={step.name} onChange={(name) => { setAsked(name); setChosen([]) }}>
              {offered.map((x) => <Radio key={x.name} value={x.name} mt="xs" label={t('batch.step_count', { verb: words.pick(x.label, x.name), n: found.filter((f) => f.steps.includes(x.name)).length })} />)}
            </Radio.Group>
          )}
          <Checkbox
            label={t('batch.all', { n: rows.length })}
            checked={on.length === rows.length && rows.length > 0}
            indeterminate={on.length > 0 && on.length < rows.length}
            onChange={(e) => setChosen(e.currentTarget.checked ? rows.map((r) => r.rec.id) : [])}
          />
          <Sheet label={kindLabel(words, kind)}>
            {rows.map(({ rec }) => <Row key={rec.id} rec={rec} kind={kind} remarks={remarks.data?.find((r) => r.id === rec.id)?.warnings ?? []} checked={chosen.includes(rec.id)} onChange={(is) => setChosen(is ? [...chosen, rec.id] : chosen.filter((id) => id !== rec.id))} />)}
          </Sheet>
          {rows.length < items.length && <p className={css.muted}>{t('batch.some', { n: items.length - rows.length })}</p>}
          <Card>
            {step.reason && <Textarea label={t('batch.reason')} required autosize minRows={2} mb="sm" value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={2000} />}
            <FormProblem problem={isProblem(act.error) ? act.error : null} retry={() => act.variables && act.mutate(act.variables)} />
            <Button disabled={on.length === 0 || (step.reason && reason.trim() === '')} loading={act.isPending} onClick={() => act.mutate({ step: step.name, on: on.map((r) => r.of), key: newKey() })}>
              {t('batch.do', { verb: verbLabel(words, kind, step.name), n: on.length })}
            </Button>
          </Card>
        </>
      )}
    </Loaded>
  )
}

function Row({ rec, kind, remarks, checked, onChange }: { rec: Listed; kind: Kind; remarks: Warning[]; checked: boolean; onChange: (is: boolean) => void }) {
  const { t } = useWords()
  const title = rec.title || t('record.untitled')
  return (
    <li className={css.batchRow}>
      <Checkbox size="md" aria-label={t('batch.choose', { title: `${title}, ${rec.unit.name}` })} checked={checked} onChange={(e) => onChange(e.currentTarget.checked)} />
      <div>
        <p className={css.batchTitle}><TitleLink id={rec.id} title={title} /></p>
        <p className={css.batchFacts}><StateBadge kind={kind} state={rec.state} /><Due on={rec.due_on} clock={rec.clock} done={false} /><span>{[rec.number, rec.unit.name].filter(Boolean).join(' · ')}</span></p>
        {remarks.length > 0 && <ul className={css.batchRemarks} aria-label={t('batch.remarks')}>{remarks.map((r) => <li key={r.code}>{r.detail}</li>)}</ul>}
      </div>
    </li>
  )
}
