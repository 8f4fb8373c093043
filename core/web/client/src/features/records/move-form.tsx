import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Kind, Offer, RecordPage } from '@/api/types.gen'
import { RecordForm } from '@/draw/record-form'
import { fieldLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { Ask } from '@/ui/ask'
import { Notice } from '@/ui/state'
import { NotDone } from './not-done'
import css from './records.module.css'
import { fieldErrors } from './saved'
import type { Moves } from './use-moves'
import { useRemarks } from './use-remarks'
import { useStepInput } from './use-step-input'

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
  const input = useStepInput(rec, kind, offer, moves.suggested)
  const remarks = useRemarks(rec, kind, offer, input.open, input.reason)
  const [tried, setTried] = useState(false)
  const errors = fieldErrors(words, moves.problem)
  const step = kind.lifecycle.transitions.find((x) => x.name === offer.name)
  const noReason = offer.reason && input.reason.trim() === ''
  const who = rec.updated_by.name
  const held = input.clash.length > 0 || input.moved.length > 0
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (!noReason && !held) moves.commit(offer, { fields: asked.length > 0 ? input.values : undefined, reason: input.reason.trim() || undefined })
      }}
      style={{ display: 'grid', gap: 18 }}
    >
      {words.pick(step?.hint) && <p className={css.muted}>{words.pick(step?.hint)}</p>}
      {offer.self_approval && <p className={css.why}>{t('verbs.self_approval', { reason: offer.self_approval })}</p>}
      {input.restored && <p className={css.muted}>{t('verbs.kept')} <Button variant="subtle" onClick={input.clear}>{t('verbs.clear')}</Button></p>}
      {input.moved.length > 0 && (
        <Notice tone="warn" live title={t('verbs.moved', { who })} actions={<Button variant="default" onClick={input.look}>{t('verbs.moved_seen')}</Button>}>
          <p>{t('verbs.moved_what', { fields: input.moved.map((n) => fieldLabel(words, kind, n)).join(', ') })}</p>
        </Notice>
      )}
      <NotDone moves={moves} kind={kind} />
      {asked.length > 0 && <RecordForm kind={kind} unit={rec.unit?.id} only={asked} require={step?.require} values={input.values} errors={errors} onChange={input.change} clash={{ names: input.clash, theirs: rec.fields, who, settle: input.settle }} />}
      {offer.reason && <Textarea label={t('verbs.reason')} description={t('verbs.reason_hint')} required withAsterisk value={input.reason} onChange={(e) => input.setReason(e.currentTarget.value)} error={errors.reason ?? (tried && noReason ? t('verbs.reason_needed') : undefined)} />}
      {remarks.length > 0 && (
        <Notice tone="warn" live title={t('verbs.remarks', { verb: inSentence(title) })}>
          <ul className={css.jumps}>{remarks.map((r) => <li key={r.code}>{r.detail}</li>)}</ul>
        </Notice>
      )}
      {!offer.reason && asked.length === 0 && <p style={{ lineHeight: 1.6 }}>{t('verbs.confirm', { verb: title })}</p>}
      <div className={css.bar} style={{ marginTop: 0 }}>
        <Button type="submit" loading={moves.busy === offer.name} disabled={held}>{title}</Button>
        <Button variant="default" onClick={moves.cancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
