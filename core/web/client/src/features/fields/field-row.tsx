import { Button } from '@mantine/core'
import type { OwnField } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Badge } from '@/ui/state'
import css from './fields.module.css'

/** One own field in words, and what may be done with it. */
export function FieldRow({ field, hidden, onEdit, onHide }: { field: OwnField; hidden?: boolean; onEdit: () => void; onHide?: () => void }) {
  const words = useWords()
  const { t } = words
  const name = words.pick(field.label)
  return (
    <li className={css.row} aria-label={name}>
      <div className={css.what}>
        <b>{name}</b>
        <span className={css.muted}>
          {t(`fields.type_${field.type}`)}
          {field.values && field.values.length > 0 && `: ${field.values.map((v) => words.pick(v.label)).join(', ')}`}
        </span>
        <span className={css.marks}>
          {field.required && <Badge tone="warn" mark="square">{t('fields.required')}</Badge>}
          {field.index && <Badge tone="info" mark="ring">{t('fields.index')}</Badge>}
          {field.search && <Badge tone="info" mark="ring">{t('fields.search')}</Badge>}
        </span>
      </div>
      <div className={css.acts}>
        <Button variant="default" aria-label={t(hidden ? 'fields.show_one' : 'fields.edit_one', { name })} onClick={onEdit}>{t(hidden ? 'fields.show' : 'fields.edit')}</Button>
        {onHide && <Button variant="outline" color="red" aria-label={t('fields.hide_one', { name })} onClick={onHide}>{t('fields.hide')}</Button>}
      </div>
    </li>
  )
}
