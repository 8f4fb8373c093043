import { getRouteApi } from '@tanstack/react-router'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMe } from '@/api/me'
import { periodOf } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Skeletons } from '@/ui/state'
import css from './programme.module.css'

const route = getRouteApi('/shell/programme')
type Search = ReturnType<typeof route.useSearch>

/** Where a part of the resolution is looked at, and going elsewhere in it. */
export function useWhere(): { search: Search; unit: string | undefined; period: string; go: (to: Partial<Search>) => void } {
  const { today } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return { search, unit: search.unit, period: search.period ?? periodOf(today, 'year'), go: (to) => void navigate({ search: (old) => ({ ...old, ...to }), replace: true }) }
}

/** How every part opens: what it is of, the period, and what was asked for once it is there. */
export function Opening<T>({ query, lead, rows, height, children }: { query: UseQueryResult<T>; lead?: ReactNode; rows: number; height: number; children: (data: T) => ReactNode }) {
  const { t } = useWords()
  const { period, go } = useWhere()
  return (
    <>
      <div className={css.bar}>
        {lead}
        <PeriodStep period={period} onChange={(p) => go({ period: p })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={rows} height={height} label={t('state.loading')} />}>{children}</Loaded>
    </>
  )
}
