import { useQueries, useQuery } from '@tanstack/react-query'
import type { Act, Unit } from '@/api/types.gen'
import { unitActsQuery, unitQuery } from '@/api/units'
import { Loaded } from '@/draw/problem'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import css from './units.module.css'

/** What was done to a unit, newest first: the act, its day, its legal basis, by whom. */
export function History({ unit }: { unit: Unit }) {
  const { t } = useWords()
  const query = useQuery(unitActsQuery(unit.id))
  return (
    <Card id="unit-history" title={t('units.history')}>
      <Loaded query={query} skeleton={<Skeletons rows={2} height={60} label={t('state.loading')} />}>
        {(acts) => acts.length === 0
          ? <p className={css.muted}>{t('units.history_none')}</p>
          : <ol className={css.history} reversed>{[...acts].reverse().map((a) => <Act key={a.id} act={a} />)}</ol>}
      </Loaded>
    </Card>
  )
}

const text = (v: unknown): string => (typeof v === 'string' ? v : '')
const ids = (v: unknown): string[] => (Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : [])

function Act({ act }: { act: Act }) {
  const words = useWords()
  const { t } = words
  const d = act.detail ?? {}
  const parent = text(d.parent_id)
  const units = ids(d.units).filter((id) => id !== act.unit_id)
  const heirs = act.act === 'split' ? ids(d.successors) : []
  const wanted = [...(parent && act.act !== 'open' ? [parent] : []), ...units, ...heirs]
  const names = useQueries({ queries: wanted.map((id) => ({ ...unitQuery(id), retry: false })) })
  const nameOf = (id: string) => names[wanted.indexOf(id)]?.data?.name ?? '…'
  const told = [
    text(d.name) && t('units.told_name', { name: text(d.name) }),
    text(d.code) && t('units.told_code', { code: text(d.code) }),
    parent && act.act !== 'open' && t('units.told_parent', { name: nameOf(parent) }),
    units.length > 0 && t('units.told_with', { names: units.map(nameOf).join(', ') }),
    heirs.length > 0 && t('units.told_heirs', { names: heirs.map(nameOf).join(', ') }),
  ].filter(Boolean)
  return (
    <li>
      <b>{words.maybe(`units.did_${act.act}`, act.act)}</b>
      {' · '}
      <span className="num">{t('units.since', { date: formatDate(act.on) })}</span>
      {told.length > 0 && <p>{told.join('; ')}</p>}
      <p className={css.muted}>{act.basis ? t('units.basis_is', { basis: act.basis }) : t('units.basis_none')}</p>
      {!act.by.name.includes(':') && <p className={css.muted}>{t('units.by', { name: act.by.name })}</p>}
    </li>
  )
}
