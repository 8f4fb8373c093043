import { Link } from '@tanstack/react-router'
import { useKinds } from '@/api/me'
import type { Kind, Rec } from '@/api/types'
import { fieldLabel, kindLabel } from '@/draw/words'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './records.module.css'

/** Each deadline with where its length comes from: the law, or the province. */
export function Deadlines({ rec, kind }: { rec: Rec; kind: Kind | undefined }) {
  const words = useWords()
  const known = rec.deadlines.filter((d) => d.date)
  if (known.length === 0) return null
  return (
    <Card id="deadlines" title={words.t('deadline.title')}>
      {known.map((d) => (
        <p key={d.code} className={css.deadline}>
          {fieldLabel(words, kind, d.field)}: <strong className="num">{formatDate(d.date)}</strong>
          <br />
          <span className={css.muted}>{d.law ? words.t('deadline.law', { source: d.source || d.code }) : words.t('deadline.province')}</span>
        </p>
      ))}
    </Card>
  )
}

export function Links({ rec }: { rec: Rec }) {
  const words = useWords()
  const { data: kinds } = useKinds()
  if (rec.links.length === 0) return null
  return (
    <Card id="links" title={words.t('record.links')}>
      <ul style={{ margin: 0, paddingLeft: '1.1em', lineHeight: 1.7 }}>
        {rec.links.map((l) => (
          <li key={`${l.rel}.${l.id}`}>
            <Link to="/record/$id" params={{ id: l.id }}>{l.title || words.t('record.untitled')}</Link>
            <span className={css.muted}> · {kindLabel(words, kinds?.get(l.kind), l.kind)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
