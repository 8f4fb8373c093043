import { Link } from '@tanstack/react-router'
import type { Problem } from '@/api/problem'
import type { Kind } from '@/api/types.gen'
import { sentence } from '@/draw/problem'
import type { Place } from '@/draw/unit-ticks'
import { fieldLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Notice } from '@/ui/state'
import { bare } from './saved'
import css from './records.module.css'

export interface Done { place: Place; id: string }

/** The drafts that were made, each to be gone on with. */
export function Made({ done, kind }: { done: Done[]; kind: Kind }) {
  const { t } = useWords()
  if (done.length === 0) return null
  return (
    <Notice live tone="good" title={t('many.made', { n: done.length })} actions={<LinkButton to="/records/$kind" params={{ kind: kind.full_name }} search={{ state: kind.lifecycle.initial }} variant="default">{t('many.drafts')}</LinkButton>}>
      <p>{t('many.made_hint')}</p>
      <ul className={css.jumps}>
        {done.map((d) => <li key={d.id}><Link to="/record/$id" params={{ id: d.id }}>{d.place.name}</Link></li>)}
      </ul>
    </Notice>
  )
}

/** What was refused, place by place, with the reason; those places stay ticked. */
export function Refused({ refused, places, kind }: { refused: Map<string, Problem>; places: Place[]; kind: Kind }) {
  const words = useWords()
  const left = places.flatMap((p) => {
    const problem = refused.get(p.id)
    return problem ? [{ place: p, problem }] : []
  })
  if (left.length === 0) return null
  return (
    <Notice live tone="bad" title={words.t('many.refused', { n: left.length })}>
      <ul className={css.jumps}>
        {left.map(({ place, problem }) => (
          <li key={place.id}>
            {place.name}
            {': '}
            {problem.errors.map((e) => `${fieldLabel(words, kind, bare(e.field).split('.')[0] ?? '')}: ${e.detail || words.maybe(`code.${e.code}`, e.code)}`).join('; ') || sentence(words, problem)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
