import { useKind, useMe } from '@/api/me'
import type { Offered } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Due, StateBadge } from './badges'
import css from './draw.module.css'
import { TitleLink } from './title-link'
import { kindLabel, stateOf, verbLabel } from './words'

/** A record in a row: what it is, how it stands, and, where it is offered, the one verb to go on with. */
export function SummaryRow({ rec, offer = true, showKind = true, showUnit = true }: { rec: Offered; offer?: boolean; showKind?: boolean; showUnit?: boolean }) {
  const words = useWords()
  const { today } = useMe()
  const kind = useKind(rec.kind)
  const { phase } = stateOf(words, kind, rec.state)
  const closed = phase === 'done' || phase === 'cancelled'
  const late = rec.clock ? rec.clock.state === 'overdue' : Boolean(rec.due_on && rec.due_on < today && !closed)
  const owed = rec.clock && rec.clock.party.length === 1 && rec.clock.party[0]?.id === rec.unit.id ? { ...rec.clock, party: [] } : rec.clock // the unit is named below
  const verb = rec.verb ? verbLabel(words, kind, rec.verb) : words.t('action.open')
  const title = rec.title || words.t('record.untitled')
  const facts = [showKind && kindLabel(words, kind), rec.number, showUnit && rec.unit.name].filter(Boolean)
  return (
    <li className={css.row} data-late={late}>
      <p className={css.rowTitle}><TitleLink id={rec.id} title={title} /></p>
      <div className={css.rowFacts}>
        <p className={css.meta}>
          <StateBadge kind={kind} state={rec.state} />
          <Due on={rec.due_on} clock={owed} done={closed} />
        </p>
        {facts.length > 0 && <p className={css.meta}>{facts.join(' · ')}</p>}
      </div>
      {offer && (
        <div className={css.rowVerbs}>
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
        </div>
      )}
    </li>
  )
}
