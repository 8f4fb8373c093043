import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useCan, useMe } from '@/api/me'
import type { Unit } from '@/api/types.gen'
import { unitKindsQuery, unitQuery, unitsQuery } from '@/api/units'
import { Loaded } from '@/draw/problem'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconChart, IconPeople } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Card } from '@/ui/page'
import { Badge, Notice, Skeletons, State } from '@/ui/state'
import { Acts } from './acts'
import { History } from './history'
import css from './units.module.css'

/** One unit: what it is (on a past day: what it was), its acts and its history. */
export function UnitPart({ id, asOf }: { id: string; asOf: string | undefined }) {
  const { t } = useWords()
  const may = useCan('admin:units')
  const [done, setDone] = useState('')
  const now = useQuery({ ...unitQuery(id), enabled: !asOf })
  const then = useQuery({ ...unitsQuery({ ids: [id], as_of: asOf, limit: 1 }), enabled: Boolean(asOf) })
  if (asOf) {
    return (
      <Loaded query={then} skeleton={<Skeletons rows={1} height={220} label={t('state.loading')} />}>
        {(page) => page.items[0] ? <Facts unit={page.items[0]} asOf={asOf} /> : <State title={t('units.not_then')}>{t('units.not_then_hint', { date: formatDate(asOf) })}</State>}
      </Loaded>
    )
  }
  return (
    <Loaded query={now} skeleton={<Skeletons rows={2} height={200} label={t('state.loading')} />}>
      {(unit) => (
        <>
          <div role="status" className={done ? undefined : 'sr-only'}>{done && <Notice tone="good" title={done} />}</div>
          <Facts unit={unit} asOf={asOf} />
          {may && <Acts unit={unit} onDone={setDone} />}
          <History unit={unit} />
        </>
      )}
    </Loaded>
  )
}

function Facts({ unit, asOf }: { unit: Unit; asOf: string | undefined }) {
  const words = useWords()
  const { t } = words
  const { boards } = useMe()
  const people = useCan('admin:people')
  const { data: kinds } = useQuery(unitKindsQuery)
  const board = boards.find((b) => !b.off)
  const facts: [string, ReactNode][] = [
    [t('units.kind'), words.pick(kinds?.find((k) => k.id === unit.kind)?.label, unit.kind)],
    [t('units.code'), unit.code && <span className="num">{unit.code}</span>],
    [t('units.short_name'), unit.short_name],
    [t('units.parent'), unit.parent_id && <Named id={unit.parent_id} asOf={asOf} />],
    [t('units.from'), unit.from && <span className="num">{formatDate(unit.from)}</span>],
    [t('units.to'), unit.to && <span className="num">{formatDate(unit.to)}</span>],
    [t('units.below'), (unit.children ?? 0) > 0 && <span className="num">{unit.children}</span>],
  ]
  return (
    <Card id="unit" title={unit.name} action={unit.to ? <Badge tone="neutral" mark="square">{t('units.closed')}</Badge> : undefined}>
      <dl className={css.facts}>
        {facts.filter(([, v]) => v).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        {(unit.successors?.length ?? 0) > 0 && (
          <div>
            <dt>{t('units.successors')}</dt>
            {unit.successors?.map((s) => <dd key={s}><Named id={s} asOf={undefined} /></dd>)}
          </div>
        )}
      </dl>
      {!asOf && (board || people) && (
        <div className={css.links}>
          {board && <LinkButton variant="default" leftSection={<IconChart size={18} />} to="/boards/$id" params={{ id: board.id }} search={{ unit: unit.id }}>{t('units.figures')}</LinkButton>}
          {people && <LinkButton variant="default" leftSection={<IconPeople size={18} />} to="/people" search={{ unit: unit.id }}>{t('units.people')}</LinkButton>}
        </div>
      )}
    </Card>
  )
}

function Named({ id, asOf }: { id: string; asOf: string | undefined }) {
  const { data } = useQuery({ ...unitQuery(id), retry: false })
  return <Link to="/units" search={{ unit: id, asOf }}>{data?.name ?? '…'}</Link>
}
