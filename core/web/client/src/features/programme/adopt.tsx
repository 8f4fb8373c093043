import { Button, FileButton, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { readResolution, setProgramme } from '@/api/programme'
import type { Programme } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { ActionBar } from '@/ui/action-bar'
import { Ask } from '@/ui/ask'
import { Actions, Card, Stack } from '@/ui/page'
import { Notice } from '@/ui/state'
import { Correct } from './correct'
import { CorrectTargets } from './correct-targets'
import { adopted, draftOf, dropped, keepDraft, keptDraft, type Draft } from './draft'
import css from './programme.module.css'

/** Reads a resolution, shows it beside its original for correction, and adopts it. */
export function Adopt({ of }: { of: Programme }) {
  const [draft, setDraft] = useState(keptDraft)
  const put = (d: Draft | null) => {
    setDraft(d)
    keepDraft(d)
  }
  return draft ? <Corrected of={of} draft={draft} onChange={put} /> : <Choose of={of} onRead={put} />
}

function Choose({ of, onRead }: { of: Programme; onRead: (d: Draft) => void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const read = useMutation({ meta: { quiet: true }, mutationFn: readResolution, onSuccess: (r) => onRead(draftOf(r, of)) })
  return (
    <Card id="read" title={t('programme.read_title')}>
      <Stack>
        <p className={css.note}>{t('programme.read_hint')}</p>
        <Actions>
          <FileButton accept=".docx,.pdf,.txt" onChange={(file) => { if (file) read.mutate(file) }}>
            {(props) => <Button {...props} loading={read.isPending}>{t('programme.read_file')}</Button>}
          </FileButton>
        </Actions>
        <Textarea label={t('programme.read_paste')} autosize minRows={6} maxRows={18} value={text} onChange={(e) => setText(e.currentTarget.value)} />
        {isProblem(read.error) && <ProblemNotice problem={read.error} />}
        <Actions>
          <Button variant="default" disabled={!text.trim()} loading={read.isPending} onClick={() => read.mutate(new File([text], 'nghi-quyet.txt', { type: 'text/plain' }))}>{t('programme.read_text')}</Button>
        </Actions>
      </Stack>
    </Card>
  )
}

function Corrected({ of, draft, onChange }: { of: Programme; draft: Draft; onChange: (d: Draft | null) => void }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const bare = draft.clauses.filter((c) => !c.title.trim() || !c.words.trim()).length + draft.targets.filter((g) => !g.title.trim()).length
  return (
    <>
      <Notice title={t('programme.read_found', { clauses: formatNumber(draft.clauses.length), sections: formatNumber(draft.sections.length) })}>
        <p>{t('programme.read_check')}</p>
      </Notice>
      <CorrectTargets draft={draft} onChange={onChange} />
      <Correct draft={draft} onChange={onChange} />
      {bare > 0 && <Notice tone="warn" title={t('programme.bare', { n: formatNumber(bare) })} />}
      <ActionBar>
        <Button disabled={draft.clauses.length === 0 || bare > 0} onClick={() => setAsking(true)}>{t('programme.adopt')}</Button>
        <Button variant="outline" color="late" onClick={() => onChange(null)}>{t('programme.discard')}</Button>
      </ActionBar>
      {asking && <Confirm of={of} draft={draft} onClose={() => setAsking(false)} onDone={() => onChange(null)} />}
    </>
  )
}

function Confirm({ of, draft, onClose, onDone }: { of: Programme; draft: Draft; onClose: () => void; onDone: () => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const lost = dropped(draft, of)
  const adopt = useMutation({
    meta: { quiet: true },
    mutationFn: () => setProgramme(adopted(draft, of), of.version),
    onSuccess: () => {
      onDone()
      void client.invalidateQueries({ queryKey: keys.programme })
      void navigate({ to: '/programme', search: {} })
    },
  })
  return (
    <Ask opened onClose={onClose} title={t('programme.adopt')}>
      <Stack>
        <p>{t('programme.adopt_will', { n: formatNumber(draft.clauses.length) })}</p>
        {draft.targets.length > 0 && <p>{t('programme.adopt_targets', { n: formatNumber(draft.targets.length) })}</p>}
        {lost.length > 0 && <Notice tone="warn" title={t('programme.adopt_drops', { n: formatNumber(lost.length) })}><p>{lost.map((c) => c.title.vi).join('; ')}</p></Notice>}
        {isProblem(adopt.error) && <ProblemNotice problem={adopt.error} retry={() => adopt.mutate()} />}
        <Actions>
          <Button loading={adopt.isPending} onClick={() => adopt.mutate()}>{t('programme.adopt')}</Button>
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
        </Actions>
      </Stack>
    </Ask>
  )
}
