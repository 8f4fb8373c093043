import { Badge, Button, Radio, Textarea } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Radio.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { addComment, commentsQuery, historyQuery } from '@/api/records'
import type { Kind, RecordPage } from '@/api/types.gen'
import { Loaded, ProblemNotice } from '@/draw/problem'
import { Timeline } from '@/draw/timeline'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './records.module.css'

type Audience = RecordPage['audiences'][number]

export function Comments({ rec }: { rec: RecordPage }) {
  const { t } = useWords()
  const client = useQueryClient()
  const query = useQuery(commentsQuery(rec.id))
  const [text, setText] = useState('')
  const [audience, setAudience] = useState<Audience['name']>('own')
  const key = useRef(newKey())
  const add = useMutation({
    meta: { quiet: true },
    mutationFn: () => addComment(rec.id, { text: text.trim(), audience }, key.current),
    onSuccess: () => {
      setText('')
      key.current = newKey()
      void client.invalidateQueries({ queryKey: keys.comments(rec.id) })
    },
  })
  return (
    <Card id="comments" title={t('comments.title')}>
      <Loaded query={query}>
        {(items) => items.length === 0 ? <p className={css.muted}>{t('comments.none')}</p> : (
          <div>
            {items.map((c) => (
              <div className={css.comment} key={c.id}>
                <strong>{c.by.name}</strong> <span className={`${css.muted} num`}>{formatInstant(c.at)}</span>{' '}
                {c.audience === 'both' && <Badge variant="light" size="sm">{t('comments.said_to_both')}</Badge>}
                <p>{c.text}</p>
              </div>
            ))}
          </div>
        )}
      </Loaded>
      {rec.can.includes('comment') && (
        <form
          style={{ display: 'grid', gap: 12, marginTop: 16 }}
          onSubmit={(e) => {
            e.preventDefault()
            if (text.trim()) add.mutate()
          }}
        >
          <Textarea label={t('comments.write')} minRows={2} value={text} onChange={(e) => setText(e.currentTarget.value)} />
          <AudienceChoice choices={rec.audiences} chosen={audience} onChoose={setAudience} />
          {isProblem(add.error) && <ProblemNotice problem={add.error} kept retry={() => add.mutate()} />}
          <div><Button type="submit" variant="default" disabled={!text.trim()} loading={add.isPending}>{t('comments.send')}</Button></div>
        </form>
      )}
    </Card>
  )
}

export function History({ rec, kind }: { rec: RecordPage; kind: Kind | undefined }) {
  const { t } = useWords()
  const query = useQuery(historyQuery(rec.id))
  return (
    <Card id="history" title={t('history.title')}>
      <Loaded query={query}>{(items) => <Timeline kind={kind} items={[...items].sort((a, b) => b.version - a.version)} />}</Loaded>
    </Card>
  )
}

/** Who will read what is being written: a choice once the record was sent, and always a sentence. */
function AudienceChoice({ choices, chosen, onChoose }: { choices: Audience[]; chosen: Audience['name']; onChoose: (name: Audience['name']) => void }) {
  const { t } = useWords()
  const audience = choices.find((c) => c.name === chosen)
  if (!audience) return null
  const units = audience.units.map((u) => u.name).join(', ')
  return (
    <>
      {choices.length > 1 && (
        <Radio.Group label={t('comments.who_reads')} value={chosen} onChange={(name) => onChoose(name as Audience['name'])}>
          <div className={css.audiences}>
            {choices.map((c) => <Radio key={c.name} value={c.name} size="md" label={t(`comments.audience_${c.name}`)} />)}
          </div>
        </Radio.Group>
      )}
      <p className={css.muted}>{audience.more > 0 ? t('comments.readers_more', { units, more: audience.more }) : t('comments.readers', { units })}</p>
    </>
  )
}
