import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { useActs } from '@/api/acts'
import type { Kind, Offer, RecordPage } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { EvidenceTray } from '@/draw/evidence-tray'
import { Facts } from '@/draw/field-value'
import { RecordForm } from '@/draw/record-form'
import { kindLabel, stateOf } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { ActionBar } from '@/ui/action-bar'
import { Card, Page } from '@/ui/page'
import { tell } from '@/ui/tell'
import { Clauses } from './clauses/clauses'
import { DiscardButton } from './discard'
import { Deadlines, Links } from './side'
import { DraftNotices, fieldErrors, SavedTick } from './saved'
import { MoveDialog } from './move-form'
import { Comments, History } from './talk'
import { useDialogAddress } from './use-dialog-address'
import { useDraft } from './use-draft'
import { useMoves, type Moves } from './use-moves'
import { missingFirst, primaryOffer, Verbs } from './verbs'
import { SealedCard } from './sealed/sealed-card'
import css from './records.module.css'

export function RecordView({ rec, kind, before }: { rec: RecordPage; kind: Kind | undefined; before: ReactNode }) {
  const words = useWords()
  const { t } = words
  const phase = stateOf(words, kind, rec.state).phase
  const isDraft = phase === 'draft'
  const closed = phase === 'done' || phase === 'cancelled'
  const draft = useDraft(rec, isDraft && rec.can.includes('update'), kind)
  const moves = useMoves(rec, kind, draft, (offer) => tell({ message: t('verbs.done', { verb: inSentence(words.pick(offer.label, offer.name)) }) }))
  const [opened, setOpened] = useState(false)
  const mayEdit = rec.open.fields.length > 0
  const wanting = rec.transitions.some((o) => o.missing.some((m) => m.field && !o.fields.includes(m.field)))
  const editing = mayEdit && (isDraft || opened || draft.dirty || wanting)
  useDialogAddress(rec, moves)
  const errors = { ...fieldErrors(words, draft.problem), ...(moves.asking ? {} : fieldErrors(words, moves.problem)) }
  const clash = { names: draft.clash, theirs: rec.fields, who: rec.updated_by.name, settle: draft.settle }
  return (
    <Page
      wide
      before={before}
      eyebrow={kindLabel(words, kind)}
      title={String(draft.values[kind?.title ?? ''] || rec.title || t('record.untitled'))}
      sub={
        <div className={css.headMeta}>
          <StateBadge kind={kind} state={rec.state} />
          {rec.number && <span className="num">{t('record.number', { number: rec.number })}</span>}
          <span>{rec.unit.name}</span>
          {rec.to_unit && <span>{t('record.to', { unit: rec.to_unit.name })}</span>}
          <Due on={rec.due_on} clock={rec.clock} done={closed} />
        </div>
      }
    >
      <DraftNotices draft={draft} kind={kind} />
      <div className={css.layout}>
        <div className={css.work}>
          <Card
            id="content"
            title={t('record.content')}
            action={mayEdit && !isDraft && (editing
              ? !draft.dirty && opened && <Button variant="subtle" onClick={() => setOpened(false)}>{t('record.stop_edit')}</Button>
              : <Button variant="default" onClick={() => setOpened(true)}>{t('record.edit')}</Button>)}
          >
            {kind && (editing
              ? <RecordForm kind={kind} unit={rec.unit?.id} values={draft.values} onChange={draft.change} errors={errors} open={isDraft ? undefined : rec.open.fields} state={isDraft ? rec.state : undefined} clash={clash} />
              : <Facts fields={kind.fields} values={rec.fields} />)}
            {!kind && <p className={css.muted}>{t('record.no_kind')}</p>}
          </Card>
          <SealedCard rec={rec} kind={kind} />
          {rec.slots.length > 0 && (
            <Card id="evidence" title={t('record.evidence')}>
              <EvidenceTray rec={rec} kind={kind} />
            </Card>
          )}
        </div>
        <aside className={css.side} aria-label={t('record.next_steps')}>
          <Card id="verbs" title={t('record.next_steps')}>
            <Verbs rec={rec} kind={kind} moves={moves} onMissing={() => setOpened(true)} />
          </Card>
          <Deadlines rec={rec} kind={kind} />
          <Links rec={rec} />
          <Clauses rec={rec} />
          {isDraft && mayEdit && <DiscardButton rec={rec} onGone={draft.dropEdits} />}
        </aside>
        <div className={css.talk}>
          <Comments rec={rec} />
          <History rec={rec} kind={kind} />
        </div>
      </div>
      {editing ? <SaveBar auto={isDraft} draft={draft} rec={rec} moves={moves} onSaved={() => setOpened(false)} /> : <VerbBar rec={rec} moves={moves} />}
      <MoveDialog rec={rec} kind={kind} moves={moves} />
    </Page>
  )
}

/** The verb itself; what has to be there first is pointed at. */
function MainVerb({ verb, moves }: { verb: Offer; moves: Moves }) {
  const words = useWords()
  return (
    <Button
      loading={moves.busy === verb.name}
      onClick={() => {
        void moves.begin(verb)
        if (missingFirst(verb).length) document.getElementById('verbs')?.scrollIntoView({ block: 'center' })
      }}
    >
      {words.pick(verb.label, verb.name)}
    </Button>
  )
}

/** On a small screen the main verb is within the thumb's reach also of who only decides: the list of verbs is far below. */
function VerbBar({ rec, moves }: { rec: RecordPage; moves: Moves }) {
  const small = useMediaQuery('(max-width: 74.99em)')
  const waits = useActs().some((a) => a.act === 'step' && a.record === rec.id)
  const main = primaryOffer(rec)
  if (!small || waits || main?.tone !== 'primary') return null
  return <ActionBar><MainVerb verb={main} moves={moves} /></ActionBar>
}

/** Within the thumb's reach: whether it is saved, and the main verb. */
function SaveBar({ auto, draft, rec, moves, onSaved }: { auto: boolean; draft: ReturnType<typeof useDraft>; rec: RecordPage; moves: Moves; onSaved: () => void }) {
  const words = useWords()
  const desk = useMediaQuery('(min-width: 75em)')
  // A step that waits for a line is not offered again; it is taken back where it stands.
  const waits = useActs().some((a) => a.act === 'step' && a.record === rec.id)
  const main = waits ? undefined : primaryOffer(rec)
  const save = async () => { if (await draft.save()) onSaved() }
  if (auto && desk) return <div className={css.tick}><SavedTick draft={draft} /></div>
  if ((!auto || waits) && !draft.dirty) return null
  return (
    <ActionBar>
      <SavedTick draft={draft} />
      {auto && main && <MainVerb verb={main} moves={moves} />}
      {!auto && (
        <span className={css.bar} style={{ marginTop: 0 }}>
          <Button variant="default" onClick={draft.dropEdits}>{words.t('record.undo')}</Button>
          <Button loading={draft.saving === 'sending'} onClick={() => void save()}>{words.t('record.save')}</Button>
        </span>
      )}
    </ActionBar>
  )
}
