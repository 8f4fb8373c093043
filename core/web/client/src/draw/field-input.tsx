import { Button, Checkbox, NativeSelect, Textarea, TextInput, ActionIcon } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import type { Field, Value } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { DateInput } from '@/ui/date-input'
import { IconPlus, IconTrash } from '@/ui/icons'
import { LineInput } from '@/ui/line-input'
import { NumberInput } from '@/ui/number-input'
import css from './draw.module.css'
import { Facts, isBlank } from './field-value'
import { PersonPicker, RefPicker, RefsPicker, Ticks, UnitPicker, UnitsPicker } from './pickers'
import { fieldAnchor, isYear, wide } from './words'

export interface FieldProps {
  field: Field
  value: Value | undefined
  onChange: (value: Value) => void
  error?: string
  /** Errors of the rows of a list, by "row.column". */
  rowErrors?: Record<string, string>
  disabled?: boolean
  required?: boolean
  /** Of a list whose rows stand: the cells that may change. */
  cells?: string[]
  /** Of a list whose rows are still being written: the cells a step of their own will ask for. */
  later?: ReadonlySet<string>
  /** Prefix that keeps ids apart when a field stands on a page twice. */
  scope?: string
}

const text = (v: Value | undefined): string => (v === null || v === undefined ? '' : String(v))
const texts = (v: Value | undefined): string[] => (Array.isArray(v) ? v.map(String) : [])

/** From so many characters on a line may be longer than a phone is wide. */
const LONG_LINE = 120

/** The input for one declared field. */
export function FieldInput(props: FieldProps) {
  const { field, value, onChange, error, disabled, scope = '' } = props
  const words = useWords()
  const required = props.required ?? field.required
  const id = scope + fieldAnchor(field.name)
  const base = { id, label: words.pick(field.label, field.name), description: words.pick(field.hint) || undefined, error, required, disabled }
  switch (field.type) {
    case 'longtext':
      return <Textarea {...base} withAsterisk={required} maxRows={18} maxLength={field.max} value={text(value)} onChange={(e) => onChange(e.currentTarget.value)} />
    case 'int':
    case 'decimal':
      return <NumberInput {...base} whole={field.type === 'int'} plain={isYear(field)} value={typeof value === 'number' ? value : null} onChange={onChange} />
    case 'money':
      return <NumberInput {...base} whole suffix={words.t('value.dong')} value={typeof value === 'number' ? value : null} onChange={onChange} />
    case 'bool':
      return <Checkbox {...base} label={base.label} styles={{ body: { alignItems: 'center', minHeight: 44 }, label: { fontWeight: 550 } }} checked={value === true} onChange={(e) => onChange(e.currentTarget.checked)} />
    case 'date':
      return <DateInput {...base} value={text(value)} onChange={(iso) => onChange(iso || null)} />
    case 'datetime':
      return <TextInput {...base} withAsterisk={required} type="datetime-local" value={localInput(text(value))} onChange={(e) => onChange(e.currentTarget.value ? new Date(`${e.currentTarget.value}:00+07:00`).toISOString() : null)} />
    case 'enum':
      return <EnumInput {...props} />
    case 'enums':
      return <Ticks {...base} value={texts(value)} onChange={onChange} choices={(field.values ?? []).map((v) => ({ id: v.id, label: words.pick(v.label, v.id) }))} />
    case 'unit':
      return <UnitPicker {...base} kinds={field.unit_kinds} within={field.within} value={text(value)} onChange={(v) => onChange(v || null)} />
    case 'units':
      return <UnitsPicker {...base} kinds={field.unit_kinds} within={field.within} value={texts(value)} onChange={onChange} />
    case 'ref':
      return <RefPicker {...base} kinds={targets(field)} states={field.to_states} value={text(value)} onChange={(v) => onChange(v || null)} />
    case 'refs':
      return <RefsPicker {...base} kinds={targets(field)} states={field.to_states} max={field.max} value={texts(value)} onChange={onChange} />
    case 'user':
      return <PersonPicker {...base} value={text(value)} onChange={(v) => onChange(v || null)} />
    case 'list':
      return <ListInput {...props} />
    case 'geo':
      return <GeoInput {...props} />
    default:
      if ((field.max ?? 0) >= LONG_LINE) return <LineInput {...base} withAsterisk={required} maxLength={field.max} value={text(value)} onText={onChange} />
      return <TextInput {...base} withAsterisk={required} maxLength={field.max} autoComplete="off" value={text(value)} onChange={(e) => onChange(e.currentTarget.value)} />
  }
}

/** The kinds of record a reference may name. */
const targets = (f: Field): string[] => (f.to ? [f.to] : (f.to_kinds ?? []))

const localInput = (iso: string): string => {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? '' : new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)
}

function EnumInput({ field, value, onChange, error, disabled, required = field.required, scope = '' }: FieldProps) {
  const words = useWords()
  const values = field.values ?? []
  const known = values.some((v) => v.id === value)
  const options = [
    { value: '', label: words.t('field.choose') },
    ...values.map((v) => ({ value: v.id, label: words.pick(v.label, v.id) })),
    ...(value && !known ? [{ value: String(value), label: String(value) }] : []),
  ]
  return (
    <NativeSelect
      id={scope + fieldAnchor(field.name)}
      label={words.pick(field.label, field.name)}
      description={words.pick(field.hint) || undefined}
      error={error}
      required={required}
      withAsterisk={required}
      disabled={disabled}
      data={options}
      value={text(value)}
      onChange={(e) => onChange(e.currentTarget.value || null)}
    />
  )
}

function GeoInput({ field, value, onChange, disabled, error }: FieldProps) {
  const words = useWords()
  const g = (value ?? {}) as { lat?: number; lng?: number }
  const here = () => navigator.geolocation?.getCurrentPosition((p) => onChange({ lat: p.coords.latitude, lng: p.coords.longitude }))
  return (
    <TextInput
      id={fieldAnchor(field.name)}
      label={words.pick(field.label, field.name)}
      error={error}
      disabled={disabled}
      readOnly
      value={g.lat === undefined ? '' : `${g.lat}, ${g.lng ?? ''}`}
      rightSectionWidth={150}
      rightSection={<Button variant="subtle" disabled={disabled} onClick={here}>{words.t('field.here')}</Button>}
    />
  )
}

type Row = Record<string, Value>

/** Rows with columns of their own: plan lines, points, team members. */
function ListInput({ field, value, onChange, error, rowErrors, disabled, cells, later }: FieldProps) {
  const words = useWords()
  const rows = (Array.isArray(value) ? value : []) as Row[]
  const all = field.fields ?? []
  const asked = all.filter((c) => (cells ? cells.includes(c.name) : !later?.has(c.name) || rows.some((r) => !isBlank(r[c.name]))))
  const label = words.pick(field.label, field.name)
  const change = (i: number, name: string, v: Value) => onChange(rows.map((r, j) => (j === i ? { ...r, [name]: v } : r)))
  return (
    <div role="group" aria-label={label} id={fieldAnchor(field.name)} tabIndex={-1} style={{ display: 'grid', gap: 12 }}>
      {words.pick(field.hint) && <p className={css.hint}>{words.pick(field.hint)}</p>}
      {error && <p className={css.fileError} role="alert">{error}</p>}
      {rows.length === 0 && <p className={css.hint}>{words.t('list.no_rows')}</p>}
      {rows.map((row, i) => (
        <div className={css.listRow} key={i} role="group" aria-label={words.t('list.row', { label, n: i + 1 })}>
          <div className={css.listHead}>
            <span>{words.t('list.row', { label, n: i + 1 })}</span>
            {!disabled && !cells && (
              <ActionIcon aria-label={words.t('list.remove_row', { n: i + 1 })} onClick={() => onChange(rows.filter((_, j) => j !== i))}>
                <IconTrash size={20} />
              </ActionIcon>
            )}
          </div>
          {cells && <Facts fields={all.filter((c) => !cells.includes(c.name))} values={row} row />}
          <div className={css.fields}>
            {asked.map((c) => (
              <div key={c.name} className={wide(c) || c.type === 'unit' ? css.span : undefined}>
                <FieldInput field={c} value={row[c.name]} onChange={(v) => change(i, c.name, v)} disabled={disabled} error={rowErrors?.[`${i}.${c.name}`]} scope={`${field.name}-${i}-`} />
              </div>
            ))}
          </div>
        </div>
      ))}
      {!disabled && !cells && (
        <div>
          <Button variant="default" leftSection={<IconPlus size={18} />} disabled={field.max !== undefined && rows.length >= field.max} onClick={() => onChange([...rows, {}])}>
            {words.t('list.add_row', { label: inSentence(label) })}
          </Button>
        </div>
      )}
    </div>
  )
}
