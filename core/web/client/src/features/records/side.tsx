import { Link } from '@tanstack/react-router'
import { useKinds } from '@/api/me'
import type { Kind, Link as LinkOut, RecordPage } from '@/api/types.gen'
import { StateBadge } from '@/draw/badges'
import { ClockLine } from '@/draw/clock'
import { kindLabel } from '@/draw/words'
import { formatDate } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { Card } from '@/ui/page'
import css from './records.module.css'

/** Each deadline: what is owed, by whom, how it stands, and where its length comes from. */
export function Deadlines({ rec, kind }: { rec: RecordPage; kind: Kind | undefined }) {
  const words = useWords()
  if (rec.deadlines.length === 0) return null
  return (
    <Card id="deadlines" title={words.t('deadline.title')}>
      {rec.deadlines.map((d) => (
        <div key={d.code} className={css.deadline}>
          <strong>{words.pick(kind?.deadlines?.find((x) => x.code === d.code)?.label, d.code)}</strong>
          <p><ClockLine clock={d} /></p>
          {d.due && (
            <p className={css.muted}>
              {words.t('deadline.on', { date: formatDate(d.due) })} · {d.law ? words.t('deadline.law', { source: d.source || d.code }) : words.t('deadline.province')}
            </p>
          )}
          {d.explain?.some((step) => step.forecast) && <p className={css.muted}>{words.t('deadline.forecast')}</p>}
        </div>
      ))}
    </Card>
  )
}

/** What the record says of one it is tied to, as the kind the tie starts from declares it; empty where it says nothing. */
function tieLabel(words: Words, kinds: Map<string, Kind> | undefined, rec: RecordPage, tie: LinkOut): string {
  const from = kinds?.get(tie.inbound ? tie.kind : rec.kind)
  const declared = from?.links?.find((l) => l.name === tie.rel) ?? from?.fields.find((f) => f.name === tie.rel)
  return words.pick(tie.inbound ? declared?.back : declared?.label)
}

/** Records tied to this one; one that is tied by several ties stands once. */
export function Links({ rec }: { rec: RecordPage }) {
  const words = useWords()
  const { data: kinds } = useKinds()
  const links = [...new Map(rec.links.filter((l) => !l.hidden).map((l) => [l.id, l])).values()]
  const hidden = rec.links.filter((l) => l.hidden).length
  if (links.length + hidden === 0) return null
  return (
    <Card id="links" title={words.t('record.links')}>
      <ul className={css.links}>
        {links.map((l) => (
          <li key={l.id}>
            {tieLabel(words, kinds, rec, l) && <p className={css.muted}>{tieLabel(words, kinds, rec, l)}</p>}
            <Link to="/record/$id" params={{ id: l.id }}>{l.title || words.t('record.untitled')}</Link>
            <p className={css.muted}>{[kindLabel(words, kinds?.get(l.kind)), l.number, l.unit.name].filter(Boolean).join(' · ')}</p>
            {l.state && <StateBadge kind={kinds?.get(l.kind)} state={l.state} />}
          </li>
        ))}
        {hidden > 0 && <li>{words.t(hidden === 1 ? 'record.link_hidden' : 'record.links_hidden', { n: hidden })}</li>}
      </ul>
    </Card>
  )
}
