import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { peopleQuery } from '@/api/people'
import { recordQuery } from '@/api/records'
import { unitQuery } from '@/api/units'
import type { Field, Fields, Value } from '@/api/types.gen'
import { formatDate, formatExact, formatInstant, formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import css from './draw.module.css'
import { isYear, wide } from './words'

export const isBlank = (v: Value | undefined): v is null | undefined | '' | [] => v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

/** A value in words, for the types that need no look-up. */
export function valueText(words: Words, field: Field, value: Value): string {
  if (isBlank(value)) return ''
  const named = (id: Value) => words.pick(field.values?.find((x) => x.id === id)?.label, String(id))
  switch (field.type) {
    case 'bool':
      return words.t(value ? 'value.yes' : 'value.no')
    case 'date':
      return formatDate(String(value))
    case 'datetime':
      return formatInstant(String(value))
    case 'int':
    case 'decimal':
      if (isYear(field)) return String(value)
      // What was typed stands as it was typed; what the machine worked out needs no six decimals.
      return typeof value === 'number' ? (field.derived ? formatNumber(value) : formatExact(value)) : String(value)
    case 'money':
      return words.t('value.money', { amount: formatExact(Number(value)) })
    case 'enum':
      return named(value)
    case 'enums':
      return Array.isArray(value) ? value.map(named).join(', ') : named(value)
    case 'list':
      return words.t('value.rows', { n: Array.isArray(value) ? value.length : 0 })
    case 'geo': {
      const g = value as { lat?: number; lng?: number }
      return `${g.lat ?? ''}, ${g.lng ?? ''}`
    }
    case 'json':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

export function FieldValue({ field, value }: { field: Field; value: Value | undefined }) {
  const words = useWords()
  if (isBlank(value)) return <span className={css.none}>{words.t('value.none')}</span>
  if (field.type === 'unit') return <UnitName id={String(value)} />
  if (field.type === 'units' && Array.isArray(value)) return <UnitNames ids={value.map(String)} />
  if (field.type === 'user') return <PersonName id={String(value)} />
  if (field.type === 'ref') return <RecordName id={String(value)} />
  if (field.type === 'refs' && Array.isArray(value)) return <RecordNames ids={value.map(String)} />
  if (field.type === 'list' && Array.isArray(value)) return <RowTable field={field} rows={value} />
  return <>{valueText(words, field, value)}</>
}

const FIRST = 5

/** Units by name: a few at once, of many the others when asked for. */
function UnitNames({ ids }: { ids: string[] }) {
  const { t } = useWords()
  const [all, setAll] = useState(ids.length <= FIRST + 1)
  const shown = all ? ids : ids.slice(0, FIRST)
  return (
    <>
      {shown.map((id, i) => <span key={id}>{i > 0 && ', '}<UnitName id={id} /></span>)}
      {!all && <> <button type="button" className={css.more} onClick={() => setAll(true)}>{t('value.more_units', { n: ids.length - shown.length })}</button></>}
    </>
  )
}

/** Records by title, each on a line of its own; of many the others when asked for. */
function RecordNames({ ids }: { ids: string[] }) {
  const { t } = useWords()
  const [all, setAll] = useState(ids.length <= FIRST + 1)
  const shown = all ? ids : ids.slice(0, FIRST)
  return (
    <>
      <ul className={css.records}>{shown.map((id) => <li key={id}><RecordName id={id} /></li>)}</ul>
      {!all && <button type="button" className={css.more} onClick={() => setAll(true)}>{t('value.more_records', { n: ids.length - shown.length })}</button>}
    </>
  )
}

export function UnitName({ id }: { id: string }) {
  const { data } = useQuery({ ...unitQuery(id), retry: false })
  return <>{data?.name ?? '…'}</>
}

function PersonName({ id }: { id: string }) {
  const { data } = useQuery({ ...peopleQuery({ ids: [id] }), retry: false })
  return <>{data?.items[0]?.name ?? '…'}</>
}

function RecordName({ id }: { id: string }) {
  const { data, isError } = useQuery({ ...recordQuery(id), retry: false })
  const words = useWords()
  if (isError) return <>{words.t('value.hidden_record')}</>
  return <Link to="/record/$id" params={{ id }}>{data ? [data.number, data.title].filter(Boolean).join(' · ') : '…'}</Link>
}

function RowTable({ field, rows }: { field: Field; rows: Value[] }) {
  const words = useWords()
  const columns = (field.fields ?? []).filter((c) => rows.some((r) => !isBlank((r as Record<string, Value>)[c.name]))) // a column nobody filled in says nothing
  return (
    <div className={css.rowTable} tabIndex={0} role="region" aria-label={words.pick(field.label)}>
      <table>
        <thead>
          <tr>
            {columns.map((c) => <th key={c.name} scope="col">{words.pick(c.label, c.name)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((c) => <td key={c.name}><FieldValue field={c} value={(row as Record<string, Value>)[c.name]} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Fields to read; what nobody filled in is not there. Those of a row have no place to jump to. */
export function Facts({ fields, values, row }: { fields: Field[]; values: Fields; row?: boolean }) {
  const words = useWords()
  const shown = fields.filter((f) => !f.internal && !isBlank(values[f.name]))
  return (
    <dl className={css.facts}>
      {shown.map((f) => (
        <div key={f.name} className={`${css.fact} ${wide(f) ? css.span : ''}`} id={row ? undefined : `fact-${f.name}`}>
          <dt>{words.pick(f.label, f.name)}</dt>
          <dd><FieldValue field={f} value={values[f.name]} /></dd>
        </div>
      ))}
    </dl>
  )
}
