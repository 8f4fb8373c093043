import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Unit } from '@/api/types.gen'
import { unitPagesQuery, unitsQuery } from '@/api/units'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Skeletons, State } from '@/ui/state'
import css from './units.module.css'

export interface Looking { here: string | undefined; asOf: string | undefined }

/** The tree from the province down; what stands below a unit is fetched when it is opened. */
export function Tree({ here, asOf }: Looking) {
  const { t } = useWords()
  const root = useQuery(unitsQuery({ limit: 1, open: true, as_of: asOf }))
  return (
    <Loaded query={root} skeleton={<Skeletons rows={6} height={44} label={t('state.loading')} />}>
      {(page) => page.items[0] ? <ul className={css.tree} aria-label={t('units.tree')}><Node unit={page.items[0]} here={here} asOf={asOf} first /></ul> : <State title={t('units.no_tree')}>{t('units.no_tree_hint')}</State>}
    </Loaded>
  )
}

function Node({ unit, here, asOf, first }: Looking & { unit: Unit; first?: boolean }) {
  const { t } = useWords()
  const [open, setOpen] = useState(first ?? false)
  const below = unit.children ?? 0
  return (
    <li>
      <div className={css.node} data-here={unit.id === here}>
        {below > 0
          ? (
            <button type="button" className={css.toggle} aria-expanded={open} aria-label={t(open ? 'units.fold' : 'units.unfold', { name: unit.name, n: below })} onClick={() => setOpen(!open)}>
              <IconChevronRight size={20} aria-hidden />
            </button>
          )
          : <span className={css.leaf} aria-hidden />}
        <UnitLink unit={unit} here={here} asOf={asOf} />
      </div>
      {open && below > 0 && <Children parent={unit.id} here={here} asOf={asOf} />}
    </li>
  )
}

function Children({ parent, here, asOf }: Looking & { parent: string }) {
  const { t } = useWords()
  const query = useInfiniteQuery(unitPagesQuery({ parent, open: true, as_of: asOf, limit: 100 }))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={3} height={40} label={t('state.loading')} />}>
      {(data) => (
        <>
          <ul>{data.pages.flatMap((p) => p.items).map((u) => <Node key={u.id} unit={u} here={here} asOf={asOf} />)}</ul>
          {query.hasNextPage && <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('units.more')}</Button>}
        </>
      )}
    </Loaded>
  )
}

/** A unit's name, leading to its own page part. */
export function UnitLink({ unit, here, asOf, note }: Looking & { unit: Unit; note?: string }) {
  return (
    <Link to="/units" search={{ unit: unit.id, asOf }} className={css.name} aria-current={unit.id === here ? 'true' : undefined}>
      <b>{unit.name}</b>
      <span className={css.note}>{note ?? unit.code}</span>
    </Link>
  )
}
