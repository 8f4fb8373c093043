import { NativeSelect, Radio, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Radio.css'
import { useQueries } from '@tanstack/react-query'
import { unitQuery } from '@/api/units'
import { UnitsPicker } from '@/draw/pickers'
import { useWords } from '@/i18n'
import type { Into, PartProps } from './draft'
import { KindSelect } from './kind-select'
import css from './units.module.css'

/** Which units become one, and which one that is. */
export function MergeFields({ unit, draft, errors, onChange }: PartProps) {
  const { t } = useWords()
  const names = useQueries({ queries: draft.with.map((id) => ({ ...unitQuery(id), retry: false })) })
  const label = { label: { fontSize: '1rem', lineHeight: 1.5 }, body: { minHeight: 44, alignItems: 'center' } }
  return (
    <>
      <UnitsPicker label={t('units.with')} required value={draft.with} onChange={(ids) => onChange({ with: ids.filter((id) => id !== unit.id), heir: ids.includes(draft.heir) ? draft.heir : '' })} error={errors.units ?? errors.with} />
      <Radio.Group label={t('units.into')} required withAsterisk value={draft.into} onChange={(into) => onChange({ into: into as Into })} error={errors.into}>
        <Radio value="this" size="md" styles={label} label={t('units.into_this', { name: unit.name })} />
        <Radio value="other" size="md" styles={label} label={t('units.into_other')} disabled={draft.with.length === 0} />
        <Radio value="new" size="md" styles={label} label={t('units.into_new')} />
      </Radio.Group>
      {draft.into === 'other' && (
        <NativeSelect label={t('units.heir')} required withAsterisk value={draft.heir} onChange={(e) => onChange({ heir: e.currentTarget.value })} error={errors.into} data={[{ value: '', label: t('field.choose') }, ...draft.with.map((id, i) => ({ value: id, label: names[i]?.data?.name ?? '…' }))]} />
      )}
      {draft.into === 'new' && (
        <>
          <TextInput label={t('units.new_name')} required withAsterisk value={draft.name} onChange={(e) => onChange({ name: e.currentTarget.value })} error={errors.name} />
          <div className={css.pair}>
            <KindSelect value={draft.kind} onChange={(kind) => onChange({ kind })} error={errors.kind} />
            <TextInput label={t('units.code')} value={draft.code} onChange={(e) => onChange({ code: e.currentTarget.value })} error={errors.code} />
          </div>
        </>
      )}
    </>
  )
}
