import { Button } from '@mantine/core'
import type { Problem } from '@/api/problem'
import type { Kind } from '@/api/types.gen'
import { ProblemNotice, sentence } from '@/draw/problem'
import { fieldAnchor, fieldLabel } from '@/draw/words'
import { formatTime } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconAlert, IconCheck, IconCloudOff } from '@/ui/icons'
import { Notice } from '@/ui/state'
import { plainly } from './edits'
import { jump } from './jump'
import css from './records.module.css'
import type { Draft } from './use-draft'

/** The visible tick: where what was typed is right now. */
export function SavedTick({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const wait = draft.saving === 'waiting' || draft.saving === 'refused'
  if (draft.saving === 'idle' && !draft.dirty) return <span className={css.saved} role="status" />
  if (draft.saving === 'saved' && !draft.dirty) {
    return (
      <span className={`${css.saved} ${css.savedOk}`} role="status">
        <IconCheck size={20} aria-hidden />
        {draft.savedAt ? t('saved.at', { at: formatTime(draft.savedAt) }) : t('saved.done')}
      </span>
    )
  }
  if (draft.clash.length > 0) {
    return (
      <button type="button" className={`${css.saved} ${css.savedWait} ${css.toClash}`} onClick={() => jump(draft.clash[0] ?? '')}>
        <IconAlert size={20} aria-hidden />
        {t('conflict.left', { n: draft.clash.length })}
      </button>
    )
  }
  if (wait) {
    return (
      <span className={`${css.saved} ${css.savedWait}`} role="status">
        {draft.saving === 'refused' ? <IconAlert size={20} aria-hidden /> : <IconCloudOff size={20} aria-hidden />}
        {t(draft.saving === 'refused' ? 'saved.refused' : 'saved.on_device')}
      </span>
    )
  }
  return <span className={css.saved} role="status">{t(draft.saving === 'sending' ? 'saved.sending' : 'saved.typing')}</span>
}

/** Everything that stands between what was typed and the server. */
export function DraftNotices({ draft, kind }: { draft: Draft; kind: Kind | undefined }) {
  const words = useWords()
  const { t } = words
  return (
    <>
      {!draft.safe && <Notice tone="warn" live title={t('saved.no_room')}>{t('saved.no_room_hint')}</Notice>}
      {draft.restored && draft.dirty && draft.clash.length === 0 && (
        <Notice live title={t('saved.restored')} actions={<Button variant="default" onClick={draft.dropEdits}>{t('saved.drop')}</Button>}>
          {t('saved.restored_hint')}
        </Notice>
      )}
      {draft.homeless.length > 0 && (
        <Notice tone="warn" live title={t('saved.homeless')} actions={<Button variant="default" onClick={() => { for (const n of draft.homeless) draft.settle(n, false) }}>{t('saved.homeless_drop')}</Button>}>
          <p>{t('saved.homeless_hint')}</p>
          <ul>{draft.homeless.map((n) => <li key={n}>{plainly(draft.edits[n])}</li>)}</ul>
        </Notice>
      )}
      {draft.clash.length > 0 && (
        <Notice tone="warn" live title={words.t('conflict.title', { n: draft.clash.length })}>
          <p>{words.t('conflict.text')}</p>
          <ul className={css.jumps}>
            {draft.clash.map((n) => <li key={n}><button type="button" onClick={() => jump(n)}>{fieldLabel(words, kind, n)}</button></li>)}
          </ul>
        </Notice>
      )}
      {draft.problem && draft.saving === 'waiting' && <ProblemNotice problem={draft.problem} kept retry={() => void draft.save()} />}
      {draft.problem && draft.saving === 'refused' && <Refusal problem={draft.problem} kind={kind} />}
    </>
  )
}

/** A refusal with its reasons, each leading to its place. */
export function Refusal({ problem, kind }: { problem: Problem; kind: Kind | undefined }) {
  const words = useWords()
  return (
    <ProblemNotice problem={problem}>
      {problem.errors.length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: '1.1em' }}>
          {problem.errors.map((e, i) => {
            const name = bare(e.field)
            const label = fieldLabel(words, kind, name.split('.')[0] ?? name)
            return (
              <li key={i}>
                <a href={`#${fieldAnchor(name)}`} onClick={(ev) => { ev.preventDefault(); jump(name.split('.')[0] ?? name) }}>{label}</a>
                {': '}
                {e.detail || words.maybe(`code.${e.code}`, e.code)}
              </li>
            )
          })}
        </ul>
      )}
    </ProblemNotice>
  )
}

export const bare = (field: string): string => field.replace(/^fields\./, '').replace(/\[(\d+)\]/g, '.$1')

/** The sentence at each field. */
export function fieldErrors(words: ReturnType<typeof useWords>, problem: Problem | null): Record<string, string> {
  if (!problem) return {}
  return Object.fromEntries(problem.errors.map((e) => [bare(e.field), e.detail || words.maybe(`code.${e.code}`, sentence(words, problem))]))
}
