import { Button, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { Field, Kind } from '@/api/types.gen'
import { RefPicker, UnitPicker } from '@/draw/pickers'
import { fieldLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { DateInput } from '@/ui/date-input'
import { IconFilter } from '@/ui/icons'
import type { ListSearch } from './search'
import css from './records.module.css'

const TYPES = new Set(['enum', 'bool', 'unit', 'date'])

/** The kinds of record a reference may name; of one that may name any, none can be offered. */
const targets = (f: Field): string[] => (f.to ? [f.to] : (f.to_kinds ?? []))
const filterable = (f: Field): boolean => TYPES.has(f.type) || (['ref', 'refs'].includes(f.type) && targets(f).length > 0)

/** The filters the manifest names: in a row on a desk, in a dialog on a phone. */
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
        data={[{ value: '', label: words.t('list.any_state') }, ...kind.lifecycle.states.map((s) => ({ value: s.id, label: words.pick(s.label, s.id) }))]}
        value={search.state ?? ''}
        onChange={(e) => onChange({ state: e.currentTarget.value || undefined })}
      />
      {fields.map((f) => <Filter key={f.name} field={f} kind={kind} value={search.f?.[f.name] ?? ''} onChange={(v) => set(f.name, v)} />)}
    </div>
  )
  if (desk) return inputs
  return (
    <div className={css.filterBar}>
      <Button variant="default" leftSection={<IconFilter size={20} />} onClick={() => setOpen(true)}>
        {used > 0 ? words.t('list.filter_used', { n: used }) : words.t('list.filter')}
      </Button>
      {used > 0 && <Button variant="subtle" onClick={() => onChange({ state: undefined, f: undefined })}>{words.t('list.clear')}</Button>}
      <Ask opened={open} onClose={() => setOpen(false)} title={words.t('list.filter')}>
        {inputs}
        <Button fullWidth mt="lg" onClick={() => setOpen(false)}>{words.t('list.show')}</Button>
      </Ask>
    </div>
  )
}

function Filter({ field, kind, value, onChange }: { field: Field; kind: Kind; value: string; onChange: (v: string) => void }) {
  const words = useWords()
  const label = fieldLabel(words, kind, field.name)
  if (field.type === 'unit') return <UnitPicker label={label} closed kinds={field.unit_kinds} value={value} onChange={onChange} />
  if (field.type === 'ref' || field.type === 'refs') return <RefPicker label={label} kinds={targets(field)} value={value} onChange={onChange} />
  if (field.type === 'date') return <DateInput label={label} value={value} onChange={onChange} />
  const choices = field.type === 'bool'
    ? [{ value: 'true', label: words.t('value.yes') }, { value: 'false', label: words.t('value.no') }]
    : (field.values ?? []).map((v) => ({ value: v.id, label: words.pick(v.label, v.id) }))
  return <NativeSelect label={label} data={[{ value: '', label: words.t('list.any') }, ...choices]} value={value} onChange={(e) => onChange(e.currentTarget.value)} />
}
