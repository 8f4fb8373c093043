import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { setFields } from '@/api/fields'
import { isProblem } from '@/api/problem'
import type { OwnField, OwnFieldList } from '@/api/types.gen'
import { FormProblem, fieldProblems } from '@/draw/form-problem'
import { useWords } from '@/i18n'
import { NumberInput } from '@/ui/number-input'
import { Choices } from './choices'
import { TYPES, begin, bounded, chosen, fieldOf, indexable, labelled, ofField, searchable, type Draft } from './draft'
import css from './fields.module.css'

/** A field that is added, changed or shown again. Its type and the choices it has stay: records hold their values. */
export function FieldForm({ list, field, onDone, onClose }: { list: OwnFieldList; field?: OwnField; onDone: (list: OwnFieldList) => void; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const [draft, setDraft] = useState<Draft>(() => begin(field))
  const [tried, setTried] = useState(false)
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const next = fieldOf(draft, list)
      const known = list.fields.some((f) => f.name === next.name)
      return setFields(list, known ? list.fields.map((f) => (f.name === next.name ? next : f)) : [...list.fields, next])
    },
    onSuccess: onDone,
  })
  const set = (part: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...part }))
    if (!send.isPending) send.reset()
  }
  const problem = isProblem(send.error) ? ofField(send.error) : null
  const own = fieldProblems(words, problem)
  const lacks = { label: draft.label.trim() === '', values: chosen(draft.type) && !draft.values.some(labelled) }
  const needed = (bad: boolean) => (tried && bad ? t('units.needed') : undefined)
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (!lacks.label && !lacks.values) send.mutate()
      }}
    >
      <FormProblem problem={problem} retry={() => send.mutate()} fields={{ label: t('fields.label'), type: t('fields.type'), values: t('fields.values') }} />
      <TextInput label={t('fields.label')} required withAsterisk autoComplete="off" maxLength={200} value={draft.label} onChange={(e) => set({ label: e.currentTarget.value })} error={needed(lacks.label) ?? own.label} />
      <TextInput label={t('fields.hint')} description={t('fields.hint_hint')} autoComplete="off" value={draft.hint} onChange={(e) => set({ hint: e.currentTarget.value })} error={own.hint} />
      <NativeSelect
        label={t('fields.type')}
        description={field ? t('fields.type_stays') : undefined}
        disabled={field !== undefined}
        value={draft.type}
        onChange={(e) => set({ type: e.currentTarget.value as OwnField['type'] })}
        data={TYPES.map((type) => ({ value: type, label: t(`fields.type_${type}`) }))}
        error={own.type}
      />
      {chosen(draft.type) && <Choices values={draft.values} fixed={field?.values?.length ?? 0} error={needed(lacks.values) ?? own.values} onChange={(values) => set({ values })} />}
      {bounded(draft.type) && (
        <div className={css.pair}>
          <NumberInput label={t('fields.min')} value={draft.min} onChange={(min) => set({ min })} error={own.min} />
          <NumberInput label={t('fields.max')} value={draft.max} onChange={(max) => set({ max })} error={own.max} />
        </div>
      )}
      <Checkbox label={t('fields.required_long')} checked={draft.required} onChange={(e) => set({ required: e.currentTarget.checked })} />
      {indexable(draft.type) && <Checkbox label={t('fields.index_long')} checked={draft.index} onChange={(e) => set({ index: e.currentTarget.checked })} />}
      {searchable(draft.type) && <Checkbox label={t('fields.search_long')} checked={draft.search} onChange={(e) => set({ search: e.currentTarget.checked })} />}
      <div className={css.bar}>
        <Button type="submit" loading={send.isPending}>{t(field ? 'fields.save' : 'fields.add_yes')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
