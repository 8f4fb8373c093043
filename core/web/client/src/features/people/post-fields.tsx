import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '@/api/people'
import { UnitPicker } from '@/draw/pickers'
import { useWords, type Key } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import css from './people.module.css'

export interface PostDraft { role: string; unit: string; from: string; to: string; basis: string }
export const POST_LABELS: Record<string, Key> = { role: 'people.role', unit: 'people.unit', from: 'people.from', to: 'people.to', basis: 'people.basis' }

/** A role at a unit and how long it is held. */
export function PostFields({ draft, errors, onChange, optional }: { draft: PostDraft; errors: Record<string, string>; onChange: (part: Partial<PostDraft>) => void; optional?: boolean }) {
  const words = useWords()
  const { t } = words
  const { data: roles } = useQuery(rolesQuery)
  return (
    <>
      <NativeSelect
        label={t('people.role')}
        required={!optional}
        withAsterisk={!optional}
        value={draft.role}
        onChange={(e) => onChange({ role: e.currentTarget.value })}
        error={errors.role}
        data={[{ value: '', label: t('field.choose') }, ...(roles ?? []).map((r) => ({ value: r.id, label: words.pick(r.label, r.id) }))]}
      />
      <UnitPicker label={t('people.unit')} required={!optional} value={draft.unit} onChange={(unit) => onChange({ unit })} error={errors.unit} />
      <div className={css.pair}>
        <DateInput label={t('people.from')} value={draft.from} onChange={(from) => onChange({ from })} error={errors.from} />
        <DateInput label={t('people.to')} value={draft.to} onChange={(to) => onChange({ to })} error={errors.to} />
      </div>
      <TextInput label={t('people.basis')} description={t('people.basis_hint')} value={draft.basis} onChange={(e) => onChange({ basis: e.currentTarget.value })} error={errors.basis} />
    </>
  )
}

/** The request part of a post; what was left open is not sent. */
export const postOf = (d: PostDraft) => ({ role: d.role, unit: d.unit, from: d.from || undefined, to: d.to || undefined, basis: d.basis.trim() || undefined })
