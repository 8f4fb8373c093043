import { Button, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Actions, Card } from '@/ui/page'
import { change, joined, parted, without, type Draft, type DraftClause } from './draft'
import css from './programme.module.css'

/** Each clause as it was read, beside the lines it was read from; words, titles and borders can be corrected. */
export function Correct({ draft, onChange }: { draft: Draft; onChange: (d: Draft) => void }) {
  const { t } = useWords()
  const heads = draft.sections.map((s) => ({ ...s, at: draft.clauses.findIndex((c) => c.id.startsWith(`${s.id}.`)) }))
  return (
    <Card id="correct" title={t('programme.correct_title')}>
      <TextInput label={t('programme.resolution')} value={draft.title} onChange={(e) => onChange({ ...draft, title: e.currentTarget.value })} maxLength={1000} />
      <ul className={css.correct}>
        {draft.clauses.map((c, i) => (
          <li key={c.id}>
            {heads.filter((h) => h.at === i).map((h) => (
              <TextInput
                key={h.id} className={css.heading} label={t('programme.section', { id: h.id })} value={h.title} maxLength={1000}
                onChange={(e) => onChange({ ...draft, sections: draft.sections.map((s) => (s.id === h.id ? { ...s, title: e.currentTarget.value } : s)) })}
              />
            ))}
            <One draft={draft} clause={c} first={i === 0} onChange={onChange} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function One({ draft, clause: c, first, onChange }: { draft: Draft; clause: DraftClause; first: boolean; onChange: (d: Draft) => void }) {
  const { t } = useWords()
  const words = useRef<HTMLTextAreaElement>(null)
  const lines = draft.lines.slice(c.from - 1, c.to).filter((s) => s.trim())
  return (
    <div className={css.beside}>
      <details className={css.original} open>
        <summary><IconChevronRight size={18} aria-hidden />{t('programme.original', { from: c.from, to: c.to })}</summary>
        {lines.map((s, i) => <p key={i}>{s}</p>)}
      </details>
      <div className={css.read}>
        <TextInput label={t('programme.short_title')} value={c.title} maxLength={300} error={c.title.trim() ? undefined : t('programme.needed')} onChange={(e) => onChange(change(draft, c.id, { title: e.currentTarget.value }))} />
        <Textarea ref={words} label={t('programme.words')} autosize minRows={2} value={c.words} maxLength={10_000} error={c.words.trim() ? undefined : t('programme.needed')} onChange={(e) => onChange(change(draft, c.id, { words: e.currentTarget.value }))} />
        {c.lead && <p className={css.note}>{t('programme.lead', { who: c.lead })}</p>}
        <Actions>
          {!first && <Button variant="subtle" onClick={() => onChange(joined(draft, c.id))}>{t('programme.join')}</Button>}
          <Button variant="subtle" onClick={() => onChange(parted(draft, c.id, words.current?.selectionStart ?? 0))}>{t('programme.part')}</Button>
          <Button variant="subtle" color="late" onClick={() => onChange(without(draft, c.id))}>{t('programme.drop')}</Button>
        </Actions>
      </div>
    </div>
  )
}
