import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { coverageQuery, type Missing } from '@/api/programme'
import type { Coverage, CoveredCell, CoveredClause, Programme } from '@/api/types.gen'
import { formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { State } from '@/ui/state'
import { Give, useGives } from './give'
import { Opening, useWhere } from './opening'
import { clauseName, outline, type Group } from './outline'
import css from './programme.module.css'
import { Remind } from './remind'

/** Units by clauses, a section at a time: each cell opens what is missing there, each column tells all who lack it. */
export function Matrix({ of }: { of: Programme }) {
  const words = useWords()
  const { t } = words
  const { search, unit, period, go } = useWhere()
  const query = useQuery({ ...coverageQuery(unit, period), placeholderData: (old) => old })
  const groups = outline(words, of.sections, query.data?.clauses ?? [])
  const group = groups.find((g) => g.id === search.group) ?? groups[0]
  const lead = (
    <NativeSelect
      className={css.pick} label={t('programme.matrix_group')} value={group?.id} data={groups.map((g) => ({ value: g.id, label: short(g.title) }))}
      onChange={(e) => go({ group: e.currentTarget.value })}
    />
  )
  return (
    <Opening query={query} lead={lead} rows={8} height={44}>
      {(coverage) => (group && coverage.units.length > 0 ? <Table coverage={coverage} group={group} period={period} /> : <State title={t('programme.matrix_none')} />)}
    </Opening>
  )
}

const LONG = 90
const short = (s: string) => (s.length > LONG ? `${s.slice(0, LONG - 1)}…` : s)

function Table({ coverage, group, period }: { coverage: Coverage; group: Group<CoveredClause>; period: string }) {
  const words = useWords()
  const { t } = words
  const [asking, setAsking] = useState<{ clause: CoveredClause; missing: Missing } | null>(null)
  const [giving, setGiving] = useState<CoveredClause | null>(null)
  const gives = useGives()
  const cells = new Map(coverage.cells.map((c) => [`${c.unit} ${c.clause}`, c]))
  const lacks = (unit: string) => group.clauses.filter((c) => c.followed && !c.not_followed?.includes(unit) && !cells.get(`${unit} ${c.id}`)?.records).length
  const units = coverage.units.toSorted((a, b) => lacks(b.id) - lacks(a.id) || Number(b.has_children ?? false) - Number(a.has_children ?? false)) // who lacks most first, places before single bodies; the server's order within
  return (
    <>
      <p className={css.legend}>
        <span><i className={css.keyAll} aria-hidden />{t('programme.key_all')}</span>
        <span><i className={css.keySome} aria-hidden />{t('programme.key_some')}</span>
        <span><i className={css.keyNone} aria-hidden />{t('programme.key_none')}</span>
        <span><i className={css.keyOff} aria-hidden />{t('programme.off')}</span>
      </p>
      <div className={css.scroll} role="region" aria-label={t('programme.matrix')} tabIndex={0}>
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col" className={css.corner}>{t('programme.unit')}</th>
              {group.clauses.map((c) => (
                <th key={c.id} scope="col">
                  <Link to="/programme" search={{ clause: c.id, period }}>{clauseName(words, c)}</Link>
                  {c.followed
                    ? <Wanting clause={c} units={units.length - (c.not_followed?.length ?? 0)} onAsk={(missing) => setAsking({ clause: c, missing })} />
                    : <span className={css.note}>{t('programme.off')}</span>}
                  {gives && c.no_task > 0 && <button type="button" className={css.ask} onClick={() => setGiving(c)}>{t('programme.give_n', { n: formatNumber(c.no_task), of: formatNumber(units.length) })}</button>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {units.map((u) => (
              <tr key={u.id}>
                <th scope="row">{u.has_children ? <Link to="/programme" search={{ part: 'coverage', unit: u.id, period, group: group.id }}>{u.name}</Link> : u.name}</th>
                {group.clauses.map((c) => <Cell key={c.id} unit={u} clause={c} cell={cells.get(`${u.id} ${c.id}`)} period={period} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {giving && <Give clause={giving.id} name={clauseName(words, giving)} unit={coverage.unit.id} period={period} onClose={() => setGiving(null)} />}
      {asking && <Remind clause={asking.clause.id} name={clauseName(words, asking.clause)} unit={coverage.unit.id} period={period} missing={asking.missing} n={asking.missing === 'record' ? asking.clause.no_record : asking.clause.no_evidence} onClose={() => setAsking(null)} />}
    </>
  )
}

/** How many units lack a clause, and for each thing lacking the verb that reaches them all. */
function Wanting({ clause, units, onAsk }: { clause: CoveredClause; units: number; onAsk: (missing: Missing) => void }) {
  const { t } = useWords()
  const { no_record: records, no_evidence: proofs } = clause
  if (records + proofs === 0) return <span className={css.note}>{t('programme.whole')}</span>
  return (
    <>
      {records > 0 && <button type="button" className={css.ask} onClick={() => onAsk('record')}>{t('programme.remind_n', { n: formatNumber(records), of: formatNumber(units) })}</button>}
      {proofs > 0 && <button type="button" className={css.ask} onClick={() => onAsk('evidence')}>{t('programme.remind_proof_n', { n: formatNumber(proofs), of: formatNumber(units) })}</button>}
    </>
  )
}

const stands = (c: CoveredCell | undefined) => (!c || c.records === 0 ? 'none' : c.records === c.proven ? 'all' : 'some')

function said(words: Words, cell: CoveredCell | undefined): string {
  if (!cell || cell.records === 0) return words.t(cell && cell.tasks > 0 ? 'programme.cell_task' : 'programme.cell_none', { n: cell?.tasks ?? 0 })
  return words.t('programme.records', { n: formatNumber(cell.records), proven: formatNumber(cell.proven) })
}

function Cell({ unit, clause, cell, period }: { unit: Coverage['units'][number]; clause: CoveredClause; cell: CoveredCell | undefined; period: string }) {
  const words = useWords()
  const how = (clause.followed && !clause.not_followed?.includes(unit.id)) || cell ? stands(cell) : 'off'
  const shown = how === 'some' ? `${formatNumber(cell?.proven ?? 0)}/${formatNumber(cell?.records ?? 0)}` : ''
  return (
    <td data-how={how}>
      <Link to="/programme" search={{ clause: clause.id, unit: unit.id, period }} aria-label={`${unit.name}, ${clauseName(words, clause)}: ${how === 'off' ? words.t('programme.off') : [shown, said(words, cell)].filter(Boolean).join(', ')}`}>
        {how === 'off' ? '' : how === 'none' ? (cell?.tasks ? words.t('programme.cell_given') : '–') : how === 'all' ? formatNumber(cell?.records ?? 0) : shown}
      </Link>
    </td>
  )
}
