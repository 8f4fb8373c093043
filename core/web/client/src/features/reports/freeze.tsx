import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/api/me'
import { isProblem } from '@/api/problem'
import { freezeReport, keepReport, rereadReport } from '@/api/reports'
import type { Frozen, Report } from '@/api/types.gen'
import { firstDay, periodName, shift } from '@/draw/period'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatInstant, formatNumber, inSentence } from '@/i18n/format'
import { ActionBar } from '@/ui/action-bar'
import { Ask } from '@/ui/ask'
import { CopyButton } from '@/ui/copy-button'
import { IconChevronRight } from '@/ui/icons'
import { Actions } from '@/ui/page'
import { Notice } from '@/ui/state'
import { tell } from '@/ui/tell'
import css from './report.module.css'
import { placeOf, wanting, type Wanting } from './wanting'

/** Who froze the report and when; the proof of it where it is asked for. */
export function FrozenNotice({ frozen }: { frozen: Frozen }) {
  const { t } = useWords()
  return (
    <div className={css.screen}>
      <Notice tone="good" title={t('report.frozen', { who: frozen.by.name, at: formatInstant(frozen.at) })}>
        <p>{t('report.frozen_hint')}</p>
        <details className={css.fold}>
          <summary><IconChevronRight size={20} aria-hidden />{t('report.details')}</summary>
          <p className={css.note}>{t('report.hash_hint')}</p>
          <p className={css.hash}>{frozen.sha256}</p>
          <CopyButton text={frozen.sha256} done={t('action.copied')} failed={t('action.copy_failed')}>{t('report.hash_copy')}</CopyButton>
        </details>
      </Notice>
    </div>
  )
}

/** Brings a place into view and puts the finger there. */
function goTo(key: string): void {
  const place = document.getElementById(placeOf(key))
  const fold = place?.closest('details')
  if (fold) fold.open = true
  place?.scrollIntoView({ block: 'center' })
  place?.focus({ preventScroll: true })
}

/** What is missing, and the verb that makes the report final. */
export function FreezeBar({ report, unsent }: { report: Report; unsent: number }) {
  const { t } = useWords()
  const [asking, setAsking] = useState<'look' | 'freeze' | null>(null)
  if (report.frozen || !(report.may_write || report.may_freeze)) return null
  const places = report.may_write ? wanting(report, t('report.opening'), t('report.closing')) : []
  const close = () => setAsking(null)
  return (
    <>
      <ActionBar>
        {places.length > 0
          ? <Button variant="subtle" className={css.look} onClick={() => setAsking('look')}>{t('report.wanting', { n: formatNumber(places.length) })}</Button>
          : <span className={css.note}>{t(report.may_write ? 'report.complete' : 'report.reading')}</span>}
        {report.may_freeze && <Button onClick={() => setAsking('freeze')}>{t('report.freeze')}</Button>}
      </ActionBar>
      <Ask opened={asking === 'look'} onClose={close} title={t('report.wanting', { n: formatNumber(places.length) })}>
        <Places places={places} onGo={(key) => { close(); setTimeout(() => goTo(key), 250) }} />
      </Ask>
      <Ask opened={asking === 'freeze'} onClose={close} title={t('report.freeze')}>
        <Freezing report={report} places={places} unsent={unsent} onClose={close} />
      </Ask>
    </>
  )
}

function Places({ places, onGo }: { places: Wanting[]; onGo: (key: string) => void }) {
  const { t } = useWords()
  return (
    <ul className={css.places}>
      {places.map((p) => (
        <li key={`${p.key} ${p.why}`}>
          <button type="button" onClick={() => onGo(p.key)}>{p.label}</button>
          <span className={css.note}>{t(`report.wants_${p.why}`)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The sentence that will be true afterwards, what is still missing, and the last word. */
function Freezing({ report, places, unsent, onClose }: { report: Report; places: Wanting[]; unsent: number; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const client = useQueryClient()
  const of = { template: report.template, unit: report.unit.id, period: report.period }
  const period = inSentence(periodName(words, report.period))
  const freeze = useMutation({
    mutationFn: () => freezeReport(of, report.seen),
    meta: { quiet: true },
    onSuccess: (done) => {
      keepReport(client, of, () => done)
      tell({ message: t('report.freeze_done', { period }) })
      onClose()
    },
    onError: (e) => { if (isProblem(e) && e.status === 409) void rereadReport(client, of) },
  })
  const problem = isProblem(freeze.error) ? freeze.error : null
  const running = firstDay(shift(report.period, 1)) > today
  return (
    <div className={css.ask}>
      <p>{t('report.freeze_text', { period, unit: report.unit.name })}</p>
      {running && <Notice tone="warn">{t('report.running')}</Notice>}
      {report.stale && <Notice tone="warn">{t('report.stale')}</Notice>}
      {unsent > 0 && <Notice tone="warn">{t('report.unsent', { n: formatNumber(unsent) })}</Notice>}
      {places.length > 0 && (
        <div>
          <p className={css.strong}>{t('report.wanting_still', { n: formatNumber(places.length) })}</p>
          <ul className={css.plain}>{places.map((p) => <li key={`${p.key} ${p.why}`}>{p.label}: {inSentence(t(`report.wants_${p.why}`))}</li>)}</ul>
        </div>
      )}
      {problem && <ProblemNotice problem={problem} />}
      <Actions>
        {problem?.status === 409
          ? <Button onClick={onClose}>{t('report.read_again')}</Button>
          : <Button loading={freeze.isPending} disabled={unsent > 0 || report.stale} onClick={() => freeze.mutate()}>{t('report.freeze')}</Button>}
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </Actions>
    </div>
  )
}
