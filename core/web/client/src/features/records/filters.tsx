import { Button, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useId, useState, type ReactNode } from 'react'
import type { Field, Kind } from '@/api/types.gen'
import { RefPicker, Ticks, UnitPicker } from '@/draw/pickers'
import { useTypedSearch } from '@/draw/use-typed-search'
import { fieldLabel, isYear } from '@/draw/words'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { DateInput } from '@/ui/date-input'
import { IconFilter } from '@/ui/icons'
import { NumberInput } from '@/ui/number-input'
import { between, ends, type ListSearch } from './search'
import css from './records.module.css'

const NUMBERS = new Set(['int', 'decimal', 'money'])
const TYPES = new Set(['enum', 'enums', 'bool', 'unit', 'date', ...NUMBERS])

/** How the address says that nothing is chosen. */
const NONE = '-'

/** How many states are asked for: a link from a figure may name several. */
const stateCount = (states: string | undefined): number => states?.split(',').length ?? 0

/** The kinds of record a reference may name; of one that may name any, none can be offered. */
const targets = (f: Field): string[] => (f.to ? [f.to] : (f.to_kinds ?? []))
const filterable = (f: Field): boolean => TYPES.has(f.type) || (['ref', 'refs'].includes(f.type) && targets(f).length > 0)

/** The filters the manifest names, folded away until they are wanted: below the row on a desk, in a dialog on a phone. */
export function Filters({ kind, search, onChange }: { kind: Kind; search: ListSearch; onChange: (part: ListSearch) => void }) {
  const words = useWords()
  const desk = useMediaQuery('(min-width: 62em)')
  const [open, setOpen] = useState(false)
  const fields = (kind.views?.list?.filters ?? []).flatMap((n) => kind.fields.find((f) => f.name === n && filterable(f)) ?? [])
  const used = (search.state ? 1 : 0) + Object.values(search.f ?? {}).filter(Boolean).length
  const set = (name: string, value: string) => {
    const f = Object.fromEntries(Object.entries({ ...search.f, [name]: value }).filter(([, v]) => v))
    onChange({ f: Object.keys(f).length > 0 ? f : undefined })
  }
  const inputs = (
    <div className={css.filters}>
      <NativeSelect
        label={words.t('system.state')}
        data={[
          { value: '', label: words.t('list.any_state') },
          ...(stateCount(search.state) > 1 ? [{ value: search.state ?? '', label: words.t('list.some_states', { n: stateCount(search.state) }) }] : []),
          ...kind.lifecycle.states.map((s) => ({ value: s.id, label: words.pick(s.label, s.id) })),
        ]}
        value={search.state ?? ''}
        onChange={(e) => onChange({ state: e.currentTarget.value || undefined })}
      />
      {fields.map((f) => <Filter key={f.name} field={f} kind={kind} value={search.f?.[f.name] ?? ''} onChange={(v) => set(f.name, v)} />)}
    </div>
  )
  return (
    <>
      <Button variant="default" className={css.slim} leftSection={<IconFilter size={20} />} aria-expanded={open} onClick={() => setOpen(desk ? !open : true)}>
        <span className={used > 0 ? undefined : css.word}>{used > 0 ? words.t('list.filter_used', { n: used }) : words.t('list.filter')}</span>
      </Button>
      {used > 0 && <Button variant="subtle" onClick={() => onChange({ state: undefined, f: undefined })}>{words.t('list.clear')}</Button>}
      {desk && open && <div className={css.filterPanel}>{inputs}</div>}
      {!desk && (
        <Ask opened={open} onClose={() => setOpen(false)} title={words.t('list.filter')}>
          {inputs}
          <Button fullWidth mt="lg" onClick={() => setOpen(false)}>{words.t('list.show')}</Button>
        </Ask>
      )}
    </>
  )
}

function Filter({ field, kind, value, onChange }: { field: Field; kind: Kind; value: string; onChange: (v: string) => void }) {
  const words = useWords()
  const label = fieldLabel(words, kind, field.name)
  if (field.type === 'unit') return <UnitPicker label={label} closed kinds={field.unit_kinds} value={value} onChange={onChange} />
  if (field.type === 'ref' || field.type === 'refs') return <RefPicker label={label} kinds={targets(field)} value={value} onChange={onChange} />
  if (field.type === 'date') return <Span label={label} value={value} onChange={onChange} part={(p) => <DateInput {...p} />} />
  if (NUMBERS.has(field.type)) return <Span label={label} value={value} onChange={onChange} part={(p) => <NumberPart {...p} field={field} />} />
  if (field.type === 'enums') return <Several label={label} field={field} value={value} onChange={onChange} />
  const choices = field.type === 'bool'
    ? [{ value: 'true', label: words.t('value.yes') }, { value: 'false', label: words.t('value.no') }]
    : [...(field.values ?? []).map((v) => ({ value: v.id, label: words.pick(v.label, v.id) })), ...(value === NONE ? [{ value: NONE, label: words.t('list.not_said') }] : [])]
  return <NativeSelect label={label} data={[{ value: '', label: words.t('list.any') }, ...choices]} value={value} onChange={(e) => onChange(e.currentTarget.value)} />
}

interface PartProps { label: string; value: string; onChange: (v: string) => void }

/** From and to of what has an order; either may be left open. */
function Span({ label, value, onChange, part }: PartProps & { part: (p: PartProps) => ReactNode }) {
  const { t } = useWords()
  const id = useId()
  const [from, to] = ends(value)
  return (
    <div role="group" aria-labelledby={id} className={css.span}>
      <p id={id} className={css.spanLabel}>{label}</p>
      {part({ label: t('list.from'), value: from, onChange: (v) => onChange(between(v, to)) })}
      {part({ label: t('list.to'), value: to, onChange: (v) => onChange(between(from, v)) })}
    </div>
  )
}

/** A year, a quarter, an amount: asked for once the hand rests, not at every figure typed. */
function NumberPart({ label, value, onChange, field }: PartProps & { field: Field }) {
  const { t } = useWords()
  const [typed, setTyped] = useState<number | null>()
  const tell = useTypedSearch((v) => { setTyped(undefined); onChange(v) })
  const asked = value === '' ? null : Number(value)
  return (
    <NumberInput
      label={label} whole={field.type !== 'decimal'} plain={isYear(field)} suffix={field.type === 'money' ? t('value.dong') : undefined}
      value={typed === undefined ? asked : typed}
      onChange={(n) => { if (n === (typed === undefined ? asked : typed)) return; setTyped(n); tell(n === null ? '' : String(n)) }}
    />
  )
}

/** What bears one of several choices; the list stays folded until it is asked for. */
function Several({ label, field, value, onChange }: PartProps & { field: Field }) {
  const words = useWords()
  const chosen = value === '' ? [] : value.split(',')
  const choices = (field.values ?? []).map((v) => ({ id: v.id, label: words.pick(v.label, v.id) }))
  return (
    <div>
      <p className={css.spanLabel}>{label}</p>
      <details className={css.several}>
        <summary aria-label={`${label}: ${chosen.length > 0 ? words.t('list.chosen', { n: chosen.length }) : words.t('list.any')}`}>
          {chosen.length > 0 ? words.t('list.chosen', { n: chosen.length }) : words.t('list.any')}
        </summary>
        <div className={css.choices}><Ticks label={<span className="sr-only">{label}</span>} value={chosen} choices={choices} onChange={(ids) => onChange(ids.join(','))} /></div>
      </details>
    </div>
  )
}
