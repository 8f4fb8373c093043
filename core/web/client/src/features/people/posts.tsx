import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/api/me'
import type { Person, Post } from '@/api/types.gen'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconPlus } from '@/ui/icons'
import { Card } from '@/ui/page'
import { Badge } from '@/ui/state'
import { EndPost } from './end-post'
import { GivePost } from './give-post'
import css from './people.module.css'

/** A person's posts: those held, those to come and, folded, those past. */
export function Posts({ person, may, onChanged }: { person: Person; may: boolean; onChanged: () => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<Post | null>(null)
  const posts = person.posts
  const past = posts.filter((p) => p.to && p.to < today)
  const held = posts.filter((p) => !past.includes(p))
  const done = () => {
    setGiving(false)
    setEnding(null)
    onChanged()
  }
  const line = (p: Post, over: boolean) => (
    <li key={p.id} className={`${css.post} ${over ? css.past : ''}`}>
      <div>
        <p><b>{words.pick(p.role_label, p.role)}</b> · {p.place ? `${p.unit.name}, ${p.place.name}` : p.unit.name}</p>
        <p className={css.meta}>
          {p.from && <span className="num">{t('people.since', { date: formatDate(p.from) })}</span>}
          {p.to && <span className="num">{t('people.until', { date: formatDate(p.to) })}</span>}
          {p.basis && <span>{p.basis}</span>}
          {p.delegated && <Badge tone="info" mark="half">{t('people.delegated')}</Badge>}
          {p.from && p.from > today && <Badge tone="info" mark="ring">{t('people.to_come')}</Badge>}
        </p>
      </div>
      {may && !over && <Button variant="default" onClick={() => setEnding(p)} aria-label={t('people.end_of', { role: words.pick(p.role_label, p.role), unit: p.unit.name })}>{t('people.end')}</Button>}
    </li>
  )
  return (
    <Card id="posts" title={t('people.posts')} action={may && !person.disabled && <Button leftSection={<IconPlus size={20} />} onClick={() => setGiving(true)}>{t('people.give')}</Button>}>
      {held.length === 0 && <p className={css.muted}>{t('people.no_post')}</p>}
      <ul className={css.posts}>{held.map((p) => line(p, false))}</ul>
      {past.length > 0 && (
        <details className={css.fold}>
          <summary>{t('people.past', { n: past.length })}</summary>
          <ul className={css.posts}>{past.map((p) => line(p, true))}</ul>
        </details>
      )}
      <Ask opened={giving} onClose={() => setGiving(false)} title={t('people.give')}>
        <GivePost person={person} onClose={() => setGiving(false)} onDone={done} />
      </Ask>
      <Ask opened={ending !== null} onClose={() => setEnding(null)} title={t('people.end')}>
        {ending && <EndPost post={ending} name={person.name} onClose={() => setEnding(null)} onDone={done} />}
      </Ask>
    </Card>
  )
}
