import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { unitKindsQuery, unitPagesQuery } from '@/api/units'
import type { Unit } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Skeletons, State } from '@/ui/state'
import { UnitLink, type Looking } from './tree'
import css from './units.module.css'

/** What a search found, closed units too, each with what tells it from its namesakes. */
export function Found({ q, here, asOf }: Looking & { q: string }) {
  const words = useWords()
  const { t } = words
  const query = useInfiniteQuery(unitPagesQuery({ q, as_of: asOf, limit: 30 }))
  const { data: kinds } = useQuery(unitKindsQuery)
  const note = (u: Unit) => {
    const kind = words.pick(kinds?.find((k) => k.id === u.kind)?.label, u.kind)
    return [u.code, kind, u.to && !asOf ? t('units.until', { date: formatDate(u.to) }) : ''].filter(Boolean).join(' · ')
  }
  return (
    <Loaded query={query} skeleton={<Skeletons rows={5} height={44} label={t('state.loading')} />}>
      {(data) => {
        const items = data.pages.flatMap((p) => p.items)
        if (items.length === 0) return <State title={t('units.none_found')}>{t('units.none_found_hint')}</State>
        return (
          <>
            <ul className={css.found} aria-label={t('units.found')}>
              {items.map((u) => <li key={u.id} className={css.node} data-here={u.id === here}><UnitLink unit={u} here={here} asOf={asOf} note={note(u)} /></li>)}
            </ul>
            {query.hasNextPage && <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('units.more')}</Button>}
          </>
        )
      }}
    </Loaded>
  )
}
