import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { clausesQuery } from '@/api/clauses'
import type { RecordPage } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import css from '../records.module.css'
import { clauseText } from './clause-text'
import { CorrectForm } from './correct-form'

/** Which clauses of the resolution a record serves; who may edit it may correct that, with a reason. */
export function Clauses({ rec }: { rec: RecordPage }) {
  const words = useWords()
  const { t } = words
  const [open, setOpen] = useState(false)
  const { data } = useQuery(clausesQuery(rec.id))
  if (!data || (data.clauses.length === 0 && data.choices.length === 0)) return null
  return (
    <Card id="clauses" title={t('clauses.title')}>
      {data.clauses.length > 0 ? (
        <ul className={css.links}>{data.clauses.map((c) => <li key={c.id}>{clauseText(words, c)}</li>)}</ul>
      ) : (
        <p className={css.muted}>{t('clauses.none')}</p>
      )}
      {data.chosen && <p className={css.muted}>{t('clauses.chosen')}</p>}
      {data.choices.length > 0 && (
        <div className={css.bar} style={{ marginTop: 12 }}>
          <Button variant="default" onClick={() => setOpen(true)}>{t('clauses.correct')}</Button>
        </div>
      )}
      <Ask opened={open} onClose={() => setOpen(false)} title={t('clauses.correct')}>
        <CorrectForm rec={rec} serving={data} onDone={() => setOpen(false)} />
      </Ask>
    </Card>
  )
}
