import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { unitKindsQuery } from '@/api/units'
import { useWords } from '@/i18n'

/** Kinds of units, those that may stand under the given kind. */
export function KindSelect({ value, under, onChange, error }: { value: string; under?: string; onChange: (kind: string) => void; error?: string }) {
  const words = useWords()
  const { data: kinds } = useQuery(unitKindsQuery)
  const above = kinds?.find((k) => k.id === under)?.branch ?? 'place'
  const fit = (kinds ?? []).filter(
    (k) => !under || ((above === 'place' || above === k.branch) && (!k.under?.length || k.under.includes(under))),
  )
  return (
    <NativeSelect
      label={words.t('units.kind')}
      required
      withAsterisk
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
      data={[{ value: '', label: words.t('field.choose') }, ...fit.map((k) => ({ value: k.id, label: words.pick(k.label, k.id) }))]}
    />
  )
}
