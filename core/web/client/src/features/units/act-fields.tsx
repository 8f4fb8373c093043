import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Act } from '@/api/types.gen'
import { unitKindsQuery } from '@/api/units'
import { UnitPicker } from '@/draw/pickers'
import { useWords } from '@/i18n'
import type { PartProps } from './draft'
import { KindSelect } from './kind-select'
import { MergeFields } from './merge-fields'
import { SplitFields } from './split-fields'
import css from './units.module.css'

/** The fields one act asks for, beside day and basis. */
export function ActFields({ act, ...props }: PartProps & { act: Act['act'] }) {
  const { t } = useWords()
  const { draft, errors, onChange } = props
  switch (act) {
    case 'open':
      return <Called {...props} under={props.unit.kind} />
    case 'rename':
      return <Called {...props} />
    case 'move':
      return <UnitPicker label={t('units.new_parent')} required value={draft.parent_id} onChange={(parent_id) => onChange({ parent_id })} error={errors.parent_id} />
    case 'reopen':
      return <UnitPicker label={t('units.parent')} required value={draft.parent_id} onChange={(parent_id) => onChange({ parent_id })} error={errors.parent_id} />
    case 'merge':
      return <MergeFields {...props} />
    case 'split':
      return <SplitFields {...props} />
    default:
      return null
  }
}

const CLASSES = ['ward', 'rural', 'mountain', 'very_poor', 'plain', 'coast', 'island'] as const

function Called({ draft, errors, onChange, under }: PartProps & { under?: string }) {
  const { t } = useWords()
  const { data: kinds } = useQuery(unitKindsQuery)
  const place = kinds?.find((k) => k.id === draft.kind)?.branch === 'place'
  return (
    <>
      <TextInput label={t('units.name')} required withAsterisk value={draft.name} onChange={(e) => onChange({ name: e.currentTarget.value })} error={errors.name} />
      <KindSelect value={draft.kind} under={under} onChange={(kind) => onChange({ kind })} error={errors.kind} />
      <div className={css.pair}>
        <TextInput label={t('units.code')} value={draft.code} onChange={(e) => onChange({ code: e.currentTarget.value })} error={errors.code} />
        <TextInput label={t('units.short_name')} value={draft.short_name} onChange={(e) => onChange({ short_name: e.currentTarget.value })} error={errors.short_name} />
      </div>
      {place && (
        <NativeSelect
          label={t('units.class')} description={t('units.class_hint')} value={draft.class} onChange={(e) => onChange({ class: e.currentTarget.value })}
          data={[{ value: '', label: t('units.class_by_name') }, ...CLASSES.map((c) => ({ value: c, label: t(`unit_class.${c}`) }))]}
        />
      )}
    </>
  )
}
