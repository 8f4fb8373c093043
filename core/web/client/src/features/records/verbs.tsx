import { Button } from '@mantine/core'
import { useActs, type AskedStep } from '@/api/acts'
import type { Kind, Missing, Offer, RecordPage } from '@/api/types.gen'
import { fieldLabel, slotLabel } from '@/draw/words'
import { useWords, type Words } from '@/i18n'
import { jump } from './jump'
import { NotDone } from './not-done'
import css from './records.module.css'
import type { Moves } from './use-moves'
import { WaitingStep } from './waiting-step'

/** Offers worth showing: those the reader has no right to are not for him. */
export const shownOffers = (rec: RecordPage): Offer[] => rec.transitions.filter((o) => o.allowed || (o.why !== 'forbidden' && o.why !== 'condition') || o.missing.length > 0)

export const primaryOffer = (rec: RecordPage): Offer | undefined => {
  const offers = shownOffers(rec).filter((o) => !blocked(o))
  return offers.find((o) => o.tone === 'primary') ?? offers.find((o) => o.tone !== 'danger')
}

/** Refused for a reason that filling something in does not cure. */
export const blocked = (o: Offer): boolean => !o.allowed && o.missing.length === 0

/** What has to be there before a verb is begun: the rest its dialog asks for. */
export const missingFirst = (o: Offer): Missing[] => o.missing.filter((m) => !m.field || !o.fields.includes(m.field))

/** The step by which a record goes back to whoever can fill in what the reader cannot. */
const wayBack = (rec: RecordPage, kind: Kind | undefined): Offer | undefined =>
  rec.transitions.find((o) => o.allowed && o.reason && ['draft', 'returned'].includes(kind?.lifecycle.states.find((s) => s.id === o.to)?.phase ?? ''))

/** Who has the record now, where it is not the reader. */
function held(words: Words, rec: RecordPage): string {
  const waits = rec.waits_for
  if (!waits) return words.t('verbs.none')
  if (waits.roles.length === 0) return words.t('verbs.waits_for_unit', { step: words.pick(waits.step), unit: waits.unit.name })
  const roles = waits.roles.slice(0, 2).map((r) => words.pick(r)).join(words.t('verbs.or'))
  return words.t('verbs.waits_for', { step: words.pick(waits.step), roles, unit: waits.unit.name })
}

/** The verbs of a record: each button, why not, and what is still missing. */
export function Verbs({ rec, kind, moves, onMissing }: { rec: RecordPage; kind: Kind | undefined; moves: Moves; onMissing: () => void }) {
  const words = useWords()
  const offers = shownOffers(rec)
  const main = primaryOffer(rec)
  const later = useActs().find((a): a is AskedStep => a.act === 'step' && a.record === rec.id)
  const again = (step: string) => { const o = rec.transitions.find((x) => x.name === step); if (o) void moves.begin(o) }
  if (later) return <WaitingStep act={later} rec={rec} kind={kind} onAgain={again} />
  if (offers.length === 0) return <p className={css.muted}>{held(words, rec)}</p>
  return (
    <div className={css.verbs}>
      {rec.waits_for && <p className={css.muted}>{held(words, rec)}</p>}
      {offers.map((o) => (
        <div className={css.verb} key={o.name}>
          <Button
            fullWidth
            variant={o === main ? 'filled' : o.tone === 'danger' ? 'outline' : 'default'}
            color={o.tone === 'danger' ? 'red' : undefined}
            disabled={blocked(o)}
            loading={moves.busy === o.name}
            onClick={() => void moves.begin(o)}
          >
            {words.pick(o.label, o.name)}
          </Button>
          {blocked(o) && <p className={css.why}>{words.maybe(`why.${o.why ?? ''}`, words.t('why.other'))}</p>}
          {missingFirst(o).length > 0 && (o === main || moves.asked === o.name) && (
            <MissingList missing={missingFirst(o)} rec={rec} kind={kind} onJump={(name) => { onMissing(); setTimeout(() => jump(name), 60) }} back={wayBack(rec, kind)} onBack={(back, reason) => void moves.begin(back, reason)} loud={moves.asked === o.name} />
          )}
        </div>
      ))}
      {moves.problem && !moves.asking && <NotDone moves={moves} kind={kind} />}
    </div>
  )
}

function MissingList({ missing, rec, kind, onJump, back, onBack, loud }: { missing: Missing[]; rec: RecordPage; kind: Kind | undefined; onJump: (name: string) => void; back: Offer | undefined; onBack: (back: Offer, reason: string) => void; loud: boolean }) {
  const words = useWords()
  const { t } = words
  const listed = missing.map((m) => ({
    name: m.slot ?? m.field ?? '',
    label: m.slot ? t('verbs.missing_slot', { slot: slotLabel(words, kind, m.slot) }) : fieldLabel(words, kind, m.field ?? ''),
    open: m.slot ? rec.open.slots.includes(m.slot) : rec.open.fields.some((n) => n.split('.')[0] === m.field),
  }))
  const others = listed.filter((m) => !m.open)
  return (
    <div className={css.missing} role={loud ? 'alert' : undefined}>
      <p>{t('verbs.missing')}</p>
      <ul>
        {listed.map((m, i) => (
          <li key={i}>
            {m.open ? <button type="button" onClick={() => onJump(m.name)}>{m.label}</button> : back ? m.label : t('verbs.missing_elsewhere', { label: m.label })}
          </li>
        ))}
      </ul>
      {back && others.length > 0 && (
        <>
          <p>{t('verbs.missing_back')}</p>
          <Button variant="default" mt={8} onClick={() => onBack(back, t('verbs.missing_reason', { what: others.map((m) => m.label).join('; ') }))}>{t('verbs.missing_return')}</Button>
        </>
      )}
    </div>
  )
}
