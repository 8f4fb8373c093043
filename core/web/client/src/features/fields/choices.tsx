import { ActionIcon, Button, TextInput } from '@mantine/core'
import { useWords } from '@/i18n'
import { IconPlus, IconTrash } from '@/ui/icons'
import type { Choice } from './draft'
import css from './fields.module.css'

/** The choices of a field, one a line; the first `fixed` may be renamed, not taken out. */
export function Choices({ values, fixed, error, onChange }: { values: Choice[]; fixed: number; error?: string; onChange: (values: Choice[]) => void }) {
  const { t } = useWords()
  const rename = (i: number, label: string) => onChange(values.map((v, j) => (j === i ? { ...v, label } : v)))
  return (
    <fieldset className={css.choices}>
      <legend>{t('fields.values')}</legend>
      {fixed > 0 && <p className={css.muted}>{t('fields.values_stay')}</p>}
      {values.map((v, i) => (
        <div key={i} className={css.choice}>
          <TextInput aria-label={t('fields.value', { n: i + 1 })} maxLength={200} value={v.label} onChange={(e) => rename(i, e.currentTarget.value)} />
          {i >= fixed && <ActionIcon variant="default" size={44} aria-label={t('fields.value_out', { n: i + 1 })} onClick={() => onChange(values.filter((_, j) => j !== i))}><IconTrash size={18} aria-hidden /></ActionIcon>}
        </div>
      ))}
      <div><Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => onChange([...values, { label: '' }])}>{t('fields.value_add')}</Button></div>
      {error && <p className={css.wrong} role="alert">{error}</p>}
    </fieldset>
  )
}
