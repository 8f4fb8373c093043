import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { setFields } from '@/api/fields'
import { isProblem } from '@/api/problem'
import type { OwnField, OwnFieldList } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import css from './fields.module.css'

/** What hiding a field does, before it is done. */
export function HideField({ list, field, onDone, onClose }: { list: OwnFieldList; field: OwnField; onDone: (list: OwnFieldList) => void; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => setFields(list, list.fields.filter((f) => f.name !== field.name)),
    onSuccess: onDone,
  })
  return (
    <div className={css.form}>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      <p>{t('fields.hide_lead')}</p>
      <div className={css.bar}>
        <Button color="red" variant="outline" loading={send.isPending} onClick={() => send.mutate()}>{t('fields.hide_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </div>
  )
}
