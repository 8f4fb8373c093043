import { useQuery } from '@tanstack/react-query'
import { effectQuery, type Wish } from '@/api/modules'
import type { Effect } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords, type Words } from '@/i18n'
import { Skeletons } from '@/ui/state'
import css from './modules.module.css'

/** How many clauses, duties or figures are named one by one. */
const NAMED = 8

const named = (words: Words, all: string[]): string =>
  all.length > NAMED ? words.t('modules.and_more', { list: all.slice(0, NAMED).join(', '), n: all.length - NAMED }) : all.join(', ')

/** What the server says a switch will mean, a line for each thing that changes. */
export function linesOf(words: Words, e: Effect): string[] {
  const { t, pick } = words
  const out: string[] = []
  const say = <C extends { after: string }>(list: C[], name: (c: C) => string, key: 'clauses' | 'figures') => {
    for (const after of ['none', 'part', 'all'] as const) {
      const some = list.filter((c) => c.after === after)
      if (some.length > 0) out.push(t(`modules.effect_${key}_${after}`, { n: some.length, list: named(words, some.map(name)) }))
    }
  }
  say(e.clauses, (c) => c.id, 'clauses')
  for (const d of e.duties) {
    const name = pick(d.label, d.duty)
    if (d.after === 'none') out.push(t('modules.effect_duty_none', { name, ended: d.ended }))
    else out.push(t(d.ended > 0 ? 'modules.effect_duty_fewer' : 'modules.effect_duty_owing', { name, owing: d.owing, ended: d.ended }))
  }
  say(e.figures, (f) => pick(f.label, f.measure), 'figures')
  for (const r of e.records) out.push(t('modules.effect_records', { n: r.kept, name: pick(r.label, r.kind) }))
  return out
}

export function Effects({ id, wish }: { id: string; wish: Wish }) {
  const words = useWords()
  const query = useQuery(effectQuery(id, wish))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={3} height={22} label={words.t('state.loading')} />}>
      {(effect) => {
        const lines = linesOf(words, effect)
        return lines.length === 0
          ? <p className={css.muted}>{words.t('modules.effect_nothing')}</p>
          : <ul className={css.effects} aria-label={words.t('modules.effect')}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      }}
    </Loaded>
  )
}
