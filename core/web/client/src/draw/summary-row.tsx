import { Link } from '@tanstack/react-router'
import { useKind, useMe } from '@/api/me'
import type { Summary } from '@/api/types'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Due, StateBadge } from './badges'
import css from './draw.module.css'
import { kindLabel, stateOf } from './words'

/** A record in a line or a card: what it is, when it is due, and one verb. */
export function SummaryRow({ rec, verb = true, showKind = true }: { rec: Summary; verb?: boolean; showKind?: boolean }) {
  const words = useWords()
  const { today } = useMe()
  const kind = useKind(rec.kind)
  const { phase } = stateOf(words, kind, rec.state)
  const closed = phase === 'done' || phase === 'cancelled'
  const late = Boolean(rec.due_on && rec.due_on < today && !closed)
  const first = rec.verbs?.[0]
  const title = rec.title || words.t('record.untitled')
  return (
    <li className={css.summary} data-late={late}>
      <div style={{ minWidth: 0 }}>
        <p className={css.summaryTitle}>
          <Link to="/record/$id" params={{ id: rec.id }}>{title}</Link>
        </p>
        <p className={css.meta}>
          {showKind && <span>{kindLabel(words, kind, rec.kind)}</span>}
          {rec.number && <span className="num">{rec.number}</span>}
          <span>{rec.unit?.name}</span>
        </p>
        <p className={css.meta} style={{ marginTop: 4 }}>
          <StateBadge kind={kind} state={rec.state} />
          <Due on={rec.due_on} done={closed} />
        </p>
      </div>
      {verb && (
        <LinkButton
          data-verb
          variant={first ? 'light' : 'default'}
          to="/record/$id"
          params={{ id: rec.id }}
          search={first ? { do: first.name } : {}}
          aria-label={words.t('today.verb_on', { verb: first ? words.pick(first.label, first.name) : words.t('action.open'), title })}
        >
          {first ? words.pick(first.label, first.name) : words.t('action.open')}
        </LinkButton>
      )}
    </li>
  )
}
