import { ActionIcon, Button, Input, NativeSelect } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { createContext, lazy, Suspense, useContext, useId, useState, type ReactNode } from 'react'
import { peopleQuery } from '@/api/people'
import { useKinds } from '@/api/me'
import { recordQuery, someRecordsQuery } from '@/api/records'
import type { Kind } from '@/api/types.gen'
import { unitQuery, unitsQuery, type Relation } from '@/api/units'
import { useWords } from '@/i18n'
import { IconX } from '@/ui/icons'
import { SearchSelect, type Option } from '@/ui/search-select'
import css from './draw.module.css'
import { kindLabel } from './words'

const UnitTicks = lazy(async () => ({ default: (await import('./unit-ticks')).UnitTicks }))

interface Base { label: ReactNode; description?: ReactNode; error?: ReactNode; required?: boolean; disabled?: boolean; id?: string }

/** The unit of the record whose fields are asked for: units named may have to stand in a relation to it. */
export const OfUnit = createContext('')

interface Offered { kinds?: string[]; under?: string; closed?: boolean; makes?: string; /** How the units must stand to the record's own. */ within?: Relation }

function useUnitOptions({ kinds, under, closed, makes, within }: Offered) {
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState(false)
  const to = useContext(OfUnit)
  const near = within && to ? { relation: within, to } : {}
  const { data, isFetching } = useQuery({ ...unitsQuery({ q, for: makes, kind: kinds, under, open: !closed, limit: 30, ...near }), enabled: asked })
  const options: Option[] = (data?.items ?? []).map((u) => ({ value: u.id, label: u.name, note: u.code || undefined }))
  return { options, loading: isFetching, search: (text: string) => { setAsked(true); setQ(text.trim()) } }
}

/** One unit, searched on the server; marks are optional. Closed units only where the past is asked for; makes: those one may make a record of that kind for. */
export function UnitPicker({ value, onChange, kinds, under, closed, makes, within, clearable, ...base }: Base & Offered & { value: string; onChange: (id: string, name?: string) => void; clearable?: boolean }) {
  const { options, loading, search } = useUnitOptions({ kinds, under, closed, makes, within })
  const { data } = useQuery({ ...unitQuery(value), enabled: value !== '', retry: false })
  return (
    <SearchSelect {...base} clearable={clearable} chosen={value ? (data?.name ?? '…') : ''} options={options} loading={loading} onSearch={search} onChoose={(o) => onChange(o?.value ?? '', o?.label)} />
  )
}

/** A field of units takes no more. */
const MOST_UNITS = 500

export function UnitsPicker({ value, onChange, kinds, within, ...base }: Base & Pick<Offered, 'kinds' | 'within'> & { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useWords()
  const { options, loading, search } = useUnitOptions({ kinds, within })
  const names = useQueries({ queries: value.map((id) => ({ ...unitQuery(id), retry: false })) })
  const to = useContext(OfUnit)
  const [listed, setListed] = useState(false)
  return (
    <div>
      <SearchSelect {...base} chosen="" options={options.filter((o) => !value.includes(o.value))} loading={loading} onSearch={search} onChoose={(o) => o && onChange([...value, o.value])} placeholder={t('picker.add_unit')} />
      <Chosen value={value} names={names.map((n) => n.data?.name)} disabled={base.disabled} onChange={onChange} />
      {/* One record may stand for every area of a commune: those are ticked, not typed one by one. */}
      {!base.disabled && kinds && <Button variant="subtle" aria-expanded={listed} onClick={() => setListed(!listed)}>{t(listed ? 'picker.close_list' : 'picker.from_list')}</Button>}
      {listed && (
        <Suspense fallback={null}>
          <UnitTicks label={t('picker.from_list')} query={{ kind: kinds, ...(within && to ? { relation: within, to } : {}) }} max={MOST_UNITS} value={value.map((id, i) => ({ id, name: names[i]?.data?.name ?? '…', note: '' }))} onChange={(places) => onChange(places.map((p) => p.id))} />
        </Suspense>
      )}
    </div>
  )
}

/** What is chosen of many, each to be taken out again. */
function Chosen({ value, names, disabled, onChange }: { value: string[]; names: (string | undefined)[]; disabled?: boolean; onChange: (ids: string[]) => void }) {
  const { t } = useWords()
  if (value.length === 0) return null
  return (
    <ul className={css.pills}>
      {value.map((id, i) => {
        const name = names[i] ?? '…'
        return (
          <li key={id} className={css.pill}>
            <span>{name}</span>
            {disabled ? <span style={{ width: 12 }} /> : (
              <ActionIcon size={36} radius="xl" aria-label={t('picker.remove', { name })} onClick={() => onChange(value.filter((v) => v !== id))}>
                <IconX size={16} />
              </ActionIcon>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Which records may be named: of these kinds, in these states; none = any. */
interface Nameable { kinds: string[]; states?: string[] }

/** Records by what is typed, those of each kind behind one another. */
function useRecordOptions({ kinds, states }: Nameable) {
  const words = useWords()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState(false)
  const { data: known } = useKinds()
  const pages = useQueries({ queries: kinds.map((kind) => ({ ...someRecordsQuery(kind, { q, states: within(known?.get(kind), states) }), enabled: asked })) })
  const options: Option[] = pages.flatMap((p, i) => (p.data?.items ?? []).map((r) => ({
    value: r.id,
    label: r.title || words.t('record.untitled'),
    note: [kinds.length > 1 && kindLabel(words, known?.get(kinds[i] ?? '')), r.number, r.unit.name].filter(Boolean).join(' · '),
  })))
  return { options, loading: pages.some((p) => p.isFetching), search: (text: string) => { setAsked(true); setQ(text.trim()) } }
}

/** Those of the states that a kind has. */
const within = (kind: Kind | undefined, states?: string[]) => kind && states?.filter((id) => kind.lifecycle.states.some((s) => s.id === id))

export function RefPicker({ value, onChange, kinds, states, ...base }: Base & Nameable & { value: string; onChange: (id: string) => void }) {
  const { t } = useWords()
  const { options, loading, search } = useRecordOptions({ kinds, states })
  const { data: chosen, isError } = useQuery({ ...recordQuery(value), enabled: value !== '', retry: false })
  return (
    <SearchSelect {...base} chosen={value ? (isError ? t('value.hidden_record') : (chosen?.title ?? '…')) : ''} options={options} loading={loading} onSearch={search} onChoose={(o) => onChange(o?.value ?? '')} />
  )
}

/** Many records, found by what is typed and shown as what can be taken out again. Where they may be of any kind, the kind is chosen first. */
export function RefsPicker({ value, onChange, kinds, states, max, ...base }: Base & Nameable & { value: string[]; onChange: (ids: string[]) => void; max?: number }) {
  const words = useWords()
  const { t } = words
  const { data: known } = useKinds()
  const [of, setOf] = useState('')
  const { options, loading, search } = useRecordOptions({ kinds: kinds.length > 0 ? kinds : of ? [of] : [], states })
  const names = useQueries({ queries: value.map((id) => ({ ...recordQuery(id), retry: false })) })
  const full = max !== undefined && value.length >= max
  return (
    <div>
      {kinds.length === 0 && !base.disabled && (
        <NativeSelect label={t('picker.kind')} value={of} onChange={(e) => setOf(e.currentTarget.value)} mb={8}
          data={[{ value: '', label: t('field.choose') }, ...[...(known?.values() ?? [])].map((k) => ({ value: k.full_name, label: kindLabel(words, k) }))]} />
      )}
      <SearchSelect {...base} disabled={base.disabled || full} chosen="" options={options.filter((o) => !value.includes(o.value))} loading={loading} onSearch={search} onChoose={(o) => o && onChange([...value, o.value])} placeholder={t(full ? 'picker.full' : 'picker.add_record', { max: max ?? 0 })} />
      <Chosen value={value} disabled={base.disabled} onChange={onChange} names={names.map((n) => (n.isError ? t('value.hidden_record') : n.data && (n.data.title || t('record.untitled'))))} />
    </div>
  )
}

export function PersonPicker({ value, onChange, ...base }: Base & { value: string; onChange: (id: string) => void }) {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState(false)
  const { data, isFetching } = useQuery({ ...peopleQuery({ q }), enabled: asked, retry: false })
  const { data: named } = useQuery({ ...peopleQuery({ ids: [value] }), enabled: value !== '', retry: false })
  const name = named ? (named.items[0]?.name ?? t('picker.person_gone')) : '…' // no answer, no claim
  const options = (data?.items ?? []).map((p) => ({ value: p.id, label: p.name, note: p.posts?.[0] ? p.posts[0].unit.name : p.login }))
  return (
    <SearchSelect {...base} chosen={value ? name : ''} options={options} loading={isFetching} onSearch={(text) => { setAsked(true); setQ(text.trim()) }} onChoose={(o) => onChange(o?.value ?? '')} />
  )
}

/** A group of boxes to tick under one name. */
export function Ticks({ label, description, error, required, disabled, value, onChange, choices }: Base & { value: string[]; onChange: (ids: string[]) => void; choices: { id: string; label: string }[] }) {
  const id = useId()
  return (
    <Input.Wrapper label={label} description={description} error={error} required={required} withAsterisk={required} labelElement="div" labelProps={{ id }} size="md">
      <div role="group" aria-labelledby={id} style={{ display: 'grid', gap: 2 }}>
        {choices.map((c) => (
          <label key={c.id} style={{ display: 'flex', gap: 10, alignItems: 'center', minHeight: 44, lineHeight: 1.5 }}>
            <input type="checkbox" style={{ width: 22, height: 22, accentColor: 'var(--act)', flex: 'none' }} disabled={disabled} checked={value.includes(c.id)} onChange={(e) => onChange(e.currentTarget.checked ? [...value, c.id] : value.filter((v) => v !== c.id))} />
            {c.label}
          </label>
        ))}
      </div>
    </Input.Wrapper>
  )
}
