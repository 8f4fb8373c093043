import type { Field, Fields, Kind, Value } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Clash, type Clashing } from './clash'
import css from './draw.module.css'
import { FieldInput } from './field-input'
import { Facts, isBlank } from './field-value'
import { OfUnit } from './pickers'
import { cellsOfSteps, presentStep } from './present-step'
import { wide } from './words'

export type Errors = Record<string, string>

interface Section { title: string; fields: Field[] }

/** Sections of a form: runs of simple fields, and each list by itself. */
function useSections(fields: Field[]): Section[] {
  const words = useWords()
  const out: Section[] = []
  let open: Section | null = null
  for (const f of fields) {
    if (f.type === 'list') {
      out.push({ title: words.pick(f.label, f.name), fields: [f] })
      open = null
    } else {
      if (!open) {
        open = { title: words.t(out.length === 0 ? 'form.main' : 'form.more'), fields: [] }
        out.push(open)
      }
      open.fields.push(f)
    }
  }
  return out
}

const rowErrorsOf = (errors: Errors, name: string): Errors =>
  Object.fromEntries(Object.entries(errors).filter(([k]) => k.startsWith(`${name}.`)).map(([k, v]) => [k.slice(name.length + 1), v]))

/** The cells of a list that are open in rows that stand; undefined when the whole list is. */
const openCells = (name: string, open: string[]): string[] | undefined =>
  open.includes(name) ? undefined : open.filter((n) => n.startsWith(`${name}.`)).map((n) => n.slice(name.length + 1))

/**
 * The form of a record, drawn from its manifest. Computed fields are shown, not
 * asked, and so is what is settled: `open` names the fields that may change, or
 * "list.cell". `only` is the form of a step: these and nothing else, `require`
 * what it needs. `state` folds away what only later steps ask for. Sealed
 * fields are in no form that is kept: only where `only` names them.
 */
export function RecordForm({ kind, unit = '', values, onChange, errors, disabled, only, require, open, state, clash }: {
  kind: Kind
  /** Id of the unit the record is of. */
  unit?: string
  values: Fields
  onChange: (name: string, value: Value) => void
  errors: Errors
  disabled?: boolean
  only?: string[]
  require?: string[]
  open?: string[]
  state?: string
  clash?: Clashing
}) {
  const words = useWords()
  const named = only ?? open
  const roots = named && new Set(named.map((n) => n.split('.')[0]))
  const fields = only ? [...roots ?? []].flatMap((n) => kind.fields.find((f) => f.name === n) ?? []) : kind.fields.filter((f) => !f.internal && !f.sealed)
  const takes = (f: Field) => !f.read_only && !f.derived && (!roots || roots.has(f.name))
  const asked = fields.filter(takes)
  const computed = fields.filter((f) => !takes(f))
  const present = state === undefined ? undefined : presentStep(kind, state)
  const later = asked.filter((f) => present?.later.has(f.name))
  const sections = useSections(asked.filter((f) => !later.includes(f)))
  const required = (f: Field): boolean => f.required === true || (present?.required.has(f.name) ?? require?.includes(f.name) ?? false)
  const draw = (f: Field) => (
    <div key={f.name} className={wide(f) ? css.span : undefined}>
      <FieldInput field={f} required={required(f)} value={values[f.name]} onChange={(v) => onChange(f.name, v)} error={errors[f.name]} rowErrors={rowErrorsOf(errors, f.name)} disabled={disabled} cells={named && openCells(f.name, named)} later={f.type === 'list' ? cellsOfSteps(kind, f) : undefined} />
      {clash?.names.includes(f.name) && <Clash field={f} mine={values[f.name]} clash={clash} />}
    </div>
  )
  return (
    <OfUnit.Provider value={unit}>
    <div style={{ display: 'grid', gap: 22, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {sections.map((s, i) => (
        <section key={i} className={css.section} aria-label={s.title}>
          {!only && <h3 className={css.sectionTitle}>{s.title}</h3>}
          <div className={css.fields}>
            {s.fields.map(draw)}
          </div>
        </section>
      ))}
      {later.length > 0 && (
        <details className={css.section} open={later.some((f) => errors[f.name] || clash?.names.includes(f.name) || Object.keys(rowErrorsOf(errors, f.name)).length > 0) || undefined}>
          <summary className={css.later}>{words.t('form.later', { n: later.length })}</summary>
          <div className={css.fields}>{later.map(draw)}</div>
        </details>
      )}
      {!only && computed.some((f) => !isBlank(values[f.name])) && (
        <section className={css.section}>
          <h3 className={css.sectionTitle}>{words.t('form.computed')}</h3>
          <Facts fields={computed} values={values} />
        </section>
      )}
    </div>
    </OfUnit.Provider>
  )
}
