import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Fields, Kind, Missing, Offer, RecordPage } from '@/api/types.gen'
import { RecordForm } from '@/draw/record-form'
import { fieldLabel, slotLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { useShown } from '@/ui/use-shown'
import { jump } from './jump'
import css from './records.module.css'
import { fieldErrors, Refusal } from './saved'
import type { Moves } from './use-moves'
import { ProblemNotice } from '@/draw/problem'

/** Offers worth showing: those the reader has no right to are not for him. */
export const shownOffers = (rec: RecordPage): Offer[] => rec.transitions.filter((o) => o.allowed || (o.why !== 'forbidden' && o.why !== 'condition') || o.missing.length > 0)

export const primaryOffer = (rec: RecordPage): Offer | undefined => {
  const offers = shownOffers(rec).filter((o) => !blocked(o))
  return offers.find((o) => o.tone === 'primary') ?? offers.find((o) => o.tone !== 'danger')
}

/** Refused for a reason that filling something in does not cure. */
export const blocked = (o: Offer): boolean => !o.allowed && o.missing.length === 0

/** The verbs of a record: each button, why not, and what is still missing. */
export function Verbs({ rec, kind, moves, onMissing }: { rec: RecordPage; kind: Kind | undefined; moves: Moves; onMissing: () => void }) {
  const words = useWords()
  const offers = shownOffers(rec)
  const main = primaryOffer(rec)
  if (offers.length === 0) return <p className={css.muted}>{words.t('verbs.none')}</p>
  return (
    <div className={css.verbs}>
      {offers.map((o) => (
        <div className={css.verb} key={o.name}>
          <Button
            fullWidth
            variant={o === main ? 'filled' : 'default'}
            disabled={blocked(o)}
            loading={moves.busy === o.name}
            onClick={() => moves.begin(o)}
          >
            {words.pick(o.label, o.name)}
          </Button>
          {blocked(o) && <p className={css.why}>{words.maybe(`why.${o.why ?? ''}`, words.t('why.other'))}</p>}
          {o.missing.length > 0 && (o === main || moves.asked === o.name) && (
            <MissingList missing={o.missing} kind={kind} onJump={(name) => { onMissing(); setTimeout(() => jump(name), 60) }} loud={moves.asked === o.name} />
          )}
        </div>
      ))}
      {moves.problem && !moves.asking && <NotDone moves={moves} kind={kind} />}
    </div>
  )
}

/** Why a verb was not carried out, brought into view. */
function NotDone({ moves, kind }: { moves: Moves; kind: Kind | undefined }) {
  const { problem } = moves
  const place = useShown(problem)
  if (!problem) return null
  return (
    <div ref={place} style={{ scrollMarginTop: 90 }}>
      {problem.passing ? <ProblemNotice problem={problem} kept retry={moves.again} /> : <Refusal problem={problem} kind={kind} />}
    </div>
  )
}

function MissingList({ missing, kind, onJump, loud }: { missing: Missing[]; kind: Kind | undefined; onJump: (name: string) => void; loud: boolean }) {
  const words = useWords()
  return (
    <div className={css.missing} role={loud ? 'alert' : undefined}>
      <p>{words.t('verbs.missing')}</p>
      <ul>
        {missing.map((m, i) => (
          <li key={i}>
            <button type="button" onClick={() => onJump(m.slot ?? m.field ?? '')}>
              {m.slot ? words.t('verbs.missing_slot', { slot: slotLabel(words, kind, m.slot) }) : fieldLabel(words, kind, m.field ?? '')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What a verb asks for before it is done: fields and a reason. */
export function MoveDialog({ rec, kind, moves }: { rec: RecordPage; kind: Kind | undefined; moves: Moves }) {
  const words = useWords()
  const offer = moves.asking
  const title = offer ? words.pick(offer.label, offer.name) : ''
  return (
    <Ask opened={offer !== null} onClose={moves.cancel} title={title}>
      {offer && kind && <MoveForm key={offer.name} offer={offer} rec={rec} kind={kind} moves={moves} title={title} />}
    </Ask>
  )
}

function MoveForm({ offer, rec, kind, moves, title }: { offer: Offer; rec: RecordPage; kind: Kind; moves: Moves; title: string }) {
  const words = useWords()
  const { t } = words
  const asked = offer.fields
  const roots = [...new Set(asked.map((n) => n.split('.')[0] ?? n))]
  // What is sealed is not there to begin with; left empty it stays as it is.
  const known = roots.filter((n) => !kind.fields.some((f) => f.name === n && f.sealed))
  const [values, setValues] = useState<Fields>(() => Object.fromEntries(known.map((n) => [n, rec.fields[n] ?? null])))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const errors = fieldErrors(words, moves.problem)
  const hint = kind.lifecycle.transitions.find((x) => x.name === offer.name)?.hint
  const noReason = offer.reason && reason.trim() === ''
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (!noReason) moves.commit(offer, { fields: asked.length > 0 ? values : undefined, reason: reason.trim() || undefined })
      }}
      style={{ display: 'grid', gap: 18 }}
    >
      {words.pick(hint) && <p className={css.muted}>{words.pick(hint)}</p>}
      {offer.self_approval && <p className={css.why}>{t('verbs.self_approval', { reason: offer.self_approval })}</p>}
      <NotDone moves={moves} kind={kind} />
      {asked.length > 0 && <RecordForm kind={kind} only={asked} values={values} errors={errors} onChange={(n, v) => setValues((old) => ({ ...old, [n]: v }))} />}
      {offer.reason && <Textarea label={t('verbs.reason')} description={t('verbs.reason_hint')} required withAsterisk value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={errors.reason ?? (tried && noReason ? t('verbs.reason_needed') : undefined)} />}
      {!offer.reason && asked.length === 0 && <p style={{ lineHeight: 1.6 }}>{t('verbs.confirm', { verb: title })}</p>}
      <div className={css.bar} style={{ marginTop: 0 }}>
        <Button type="submit" loading={moves.busy === offer.name}>{title}</Button>
        <Button variant="default" onClick={moves.cancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
