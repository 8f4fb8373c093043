import { Link } from '@tanstack/react-router'
import { useKind, useMe } from '@/api/me'
import type { Offered } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Due, StateBadge } from './badges'
import css from './draw.module.css'
import { kindLabel, stateOf, verbLabel } from './words'

/** A record in a line or a card: what it is, when it is due, and, where it is offered, the one verb to go on with. */
export function SummaryRow({ rec, offer = true, showKind = true }: { rec: Offered; offer?: boolean; showKind?: boolean }) {
  const words = useWords()
  const { today } = useMe()
  const kind = useKind(rec.kind)
  const { phase } = stateOf(words, kind, rec.state)
  const closed = phase === 'done' || phase === 'cancelled'
  const late = rec.clock ? rec.clock.state === 'overdue' : Boolean(rec.due_on && rec.due_on < today && !closed)
  const verb = rec.verb ? verbLabel(words, kind, rec.verb) : words.t('action.open')
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
          <span>{rec.unit.name}</span>
        </p>
        <p className={css.meta} style={{ marginTop: 4 }}>
          <StateBadge kind={kind} state={rec.state} />
          <Due on={rec.due_on} clock={rec.clock} done={closed} />
        </p>
      </div>
      {offer && (
        <LinkButton
          data-verb
          variant={rec.verb ? 'light' : 'default'}
          to="/record/$id"
          params={{ id: rec.id }}
          search={rec.verb ? { do: rec.verb } : {}}
          aria-label={words.t('today.verb_on', { verb, title })}
        >
          {verb}
        </LinkButton>
      )}
    </li>
  )
}
