import '@/i18n/closing'
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchStatement, standingQuery } from '@/api/closings'
import type { ClosingStanding, ComparedFigure } from '@/api/types.gen'
import { amount } from '@/draw/figure'
import { periodName } from '@/draw/period'
import { useWords } from '@/i18n'
import { formatInstant, formatNumber, inSentence } from '@/i18n/format'
import { Ask } from '@/ui/ask'
import { IconDownload } from '@/ui/icons'
import { Actions } from '@/ui/page'
import { Notice } from '@/ui/state'
import { Changes } from './changes'
import { Closing } from './closing'
import css from './closing.module.css'

/** Whether the figures of an ended period are closed, what differs since, and the act for whoever may. */
export function ClosingMark({ unit, period }: { unit: string; period: string }) {
  const words = useWords()
  const { t } = words
  const { data } = useQuery(standingQuery(unit, period))
  const [asking, setAsking] = useState(false)
  if (!data || (!data.closing && !data.may_close)) return null
  const name = inSentence(periodName(words, period))
  const differ = data.figures.filter((f) => f.restated)
  const title = t(data.closing ? 'closing.closed' : 'closing.open', { period: name })
  const own = data.closing?.unit === unit ? data.closing : undefined // else it was closed from above
  const verb = t(own ? 'closing.again' : 'closing.act')
  const act = data.may_close && (!data.closing || differ.length > 0) && <Button variant="default" onClick={() => setAsking(true)}>{verb}</Button>
  const held = data.may_close && data.closing
  return (
    <Notice tone={data.closing && differ.length === 0 ? 'good' : 'info'} title={title} actions={(act || held) && <Actions>{act}{held && <Statement id={held.id} period={period} />}</Actions>}>
      {data.closing ? <Since standing={data} differ={differ} unit={unit} /> : <p>{t('closing.open_hint')}</p>}
      <Ask opened={asking} onClose={() => setAsking(false)} title={verb}>
        <Closing unit={unit} period={period} replaces={own?.id} onClose={() => setAsking(false)} />
      </Ask>
    </Notice>
  )
}

/** The signed file, for whoever checks without the server. */
function Statement({ id, period }: { id: string; period: string }) {
  const { t } = useWords()
  const fetched = useMutation({ mutationFn: () => fetchStatement(id, period) })
  return <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={fetched.isPending} onClick={() => fetched.mutate()}>{t('closing.file')}</Button>
}

function Since({ standing, differ, unit }: { standing: ClosingStanding; differ: ComparedFigure[]; unit: string }) {
  const words = useWords()
  const { t } = words
  const [why, setWhy] = useState<ComparedFigure | null>(null)
  const c = standing.closing
  if (!c) return null
  return (
    <>
      <p>{t('closing.closed_by', { who: c.by.name, at: formatInstant(c.at), edition: c.edition })}</p>
      {differ.length === 0 ? <p>{t('closing.same')}</p> : (
        <details className={css.fold}>
          <summary>{t('closing.differ', { n: formatNumber(differ.length) })}</summary>
          <ul className={css.list}>
            {differ.map((f) => (
              <li key={f.measure}>
                <strong>{words.pick(f.label, f.measure)}</strong>
                <span className="num">{t('closing.figure_closed')}: {amount(words, f.closed?.value, f.in ?? '')}</span>
                <span className="num">{t('closing.figure_today')}: {amount(words, f.today?.value, f.in ?? '')}</span>
                <Button variant="subtle" onClick={() => setWhy(f)}>{t('closing.changes')}</Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Ask opened={why !== null} onClose={() => setWhy(null)} title={why ? words.pick(why.label, why.measure) : ''}>
        {why && <Changes id={c.id} measure={why.measure} unit={unit} />}
      </Ask>
    </>
  )
}
