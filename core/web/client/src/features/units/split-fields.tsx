import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { unitsQuery } from '@/api/units'
import { UnitPicker } from '@/draw/pickers'
import { useWords } from '@/i18n'
import { IconPlus, IconTrash } from '@/ui/icons'
import { newHeir, type Heir, type PartProps } from './draft'
import css from './units.module.css'

/** The heirs of a split, and which of the units below goes to which heir. */
export function SplitFields({ unit, draft, errors, onChange }: PartProps) {
  const { t } = useWords()
  const { data } = useQuery(unitsQuery({ parent: unit.id, open: true, limit: 1000 }))
  const below = data?.items ?? []
  const set = (key: string, part: Partial<Heir>) => onChange({ parts: draft.parts.map((p) => (p.key === key ? { ...p, ...part } : p)) })
  const give = (child: string, key: string) =>
    onChange({ parts: draft.parts.map((p) => ({ ...p, children: p.key === key ? [...p.children.filter((c) => c !== child), child] : p.children.filter((c) => c !== child) })) })
  const called = (p: Heir, i: number) => (p.existing ? t('units.heir_n', { n: i + 1 }) : p.name.trim() || t('units.heir_n', { n: i + 1 }))
  return (
    <>
      {draft.parts.map((p, i) => (
        <fieldset key={p.key} className={css.heir} style={{ margin: 0 }}>
          <legend className="sr-only">{t('units.heir_n', { n: i + 1 })}</legend>
          <div className={css.heirHead}>
            <span aria-hidden>{t('units.heir_n', { n: i + 1 })}</span>
            {draft.parts.length > 2 && <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => onChange({ parts: draft.parts.filter((x) => x.key !== p.key) })}>{t('units.heir_drop', { n: i + 1 })}</Button>}
          </div>
          <NativeSelect label={t('units.heir_kind')} value={p.existing ? 'open' : 'new'} onChange={(e) => set(p.key, { existing: e.currentTarget.value === 'open' })} data={[{ value: 'new', label: t('units.heir_new') }, { value: 'open', label: t('units.heir_open') }]} />
          {p.existing
            ? <UnitPicker label={t('units.heir')} required value={p.id} onChange={(id) => set(p.key, { id })} error={p.id === '' ? errors.parts : undefined} />
            : (
              <div className={css.pair}>
                <TextInput label={t('units.new_name')} required withAsterisk value={p.name} onChange={(e) => set(p.key, { name: e.currentTarget.value })} error={p.name.trim() === '' ? errors.parts : undefined} />
                <TextInput label={t('units.code')} value={p.code} onChange={(e) => set(p.key, { code: e.currentTarget.value })} error={errors.code} />
              </div>
            )}
        </fieldset>
      ))}
      <div><Button variant="default" leftSection={<IconPlus size={18} />} onClick={() => onChange({ parts: [...draft.parts, newHeir()] })}>{t('units.heir_add')}</Button></div>
      <NativeSelect
        label={t('units.taker')}
        description={t('units.taker_hint')}
        value={draft.taker}
        onChange={(e) => onChange({ taker: e.currentTarget.value })}
        data={[{ value: '', label: t('units.taker_none') }, ...draft.parts.map((p, i) => ({ value: p.key, label: called(p, i) }))]}
      />
      {below.length > 0 && (
        <fieldset className={css.heir} style={{ margin: 0 }}>
          <legend className="sr-only">{t('units.children_to')}</legend>
          <p aria-hidden style={{ fontWeight: 600, lineHeight: 1.5 }}>{t('units.children_to')}</p>
          {below.map((c) => (
            <NativeSelect
              key={c.id}
              label={c.name}
              value={draft.parts.find((p) => p.children.includes(c.id))?.key ?? ''}
              onChange={(e) => give(c.id, e.currentTarget.value)}
              data={[{ value: '', label: t('field.choose') }, ...draft.parts.map((p, i) => ({ value: p.key, label: called(p, i) }))]}
            />
          ))}
        </fieldset>
      )}
      {errors.parts && draft.parts.every((p) => (p.existing ? p.id : p.name.trim())) && <p role="alert" style={{ color: 'var(--late)', lineHeight: 1.55 }}>{errors.parts}</p>}
    </>
  )
}
