import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { isProblem } from '@/api/problem'
import { correctDocument } from '@/api/records'
import type { Document } from '@/api/types.gen'
import { FormProblem, fieldProblems } from '@/draw/form-problem'
import { useWords } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import { Actions, Stack } from '@/ui/page'

const FACES = ['number', 'issued_on', 'issuer', 'summary', 'name'] as const
type Face = (typeof FACES)[number]
type Typed = Partial<Record<Face, string>>

const LONGEST = { number: 100, issued_on: 10, issuer: 300, summary: 1000, name: 300 } as const

/**
 * Puts right what was typed of a paper; its bytes stay. What is typed is kept on the
 * device until it is taken, so that «Thôi», going back or a lost line cost nothing.
 */
export function CorrectFacts({ doc, onDone }: { doc: Document; onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const { person } = useMe()
  const client = useQueryClient()
  const slot = `face.${doc.id}`
  const [typed, setTyped] = useState<Typed>(() => told(readKept(person.id, slot)?.fields ?? {}))
  const changed = Object.fromEntries(Object.entries(typed).filter(([n, v]) => v.trim() !== (doc[n as Face] ?? '')))
  const change = (name: Face, value: string) => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    void writeKept(person.id, slot, { version: doc.version, at: Date.now(), fields: next })
  }
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => correctDocument(doc.id, changed),
    onSuccess: async () => {
      dropKept(person.id, slot)
      for (const r of doc.records ?? []) for (const queryKey of [keys.record(r.id), keys.history(r.id)]) void client.invalidateQueries({ queryKey })
      await client.invalidateQueries({ queryKey: keys.document(doc.id) })
      onDone()
    },
  })
  const problem = isProblem(save.error) ? save.error : null
  const errors = fieldProblems(words, problem)
  const of = (name: Face) => ({ label: t(LABEL[name]), value: typed[name] ?? doc[name] ?? '', error: errors[name], maxLength: LONGEST[name] })
  return (
    <form noValidate onSubmit={(e) => {
      e.preventDefault()
      if (Object.keys(changed).length > 0) save.mutate()
      else onDone()
    }}>
      <Stack gap={14}>
        <p>{t('document_page.correct_hint')}</p>
        <FormProblem problem={problem} retry={() => save.mutate()} fields={Object.fromEntries(FACES.map((n) => [n, t(LABEL[n])]))} />
        <TextInput {...of('number')} onChange={(e) => change('number', e.currentTarget.value)} />
        <DateInput label={t(LABEL.issued_on)} value={typed.issued_on ?? doc.issued_on ?? ''} error={errors.issued_on} onChange={(iso) => change('issued_on', iso)} />
        <TextInput {...of('issuer')} onChange={(e) => change('issuer', e.currentTarget.value)} />
        <Textarea {...of('summary')} onChange={(e) => change('summary', e.currentTarget.value)} />
        <TextInput {...of('name')} onChange={(e) => change('name', e.currentTarget.value)} />
        <Actions>
          <Button type="submit" loading={save.isPending}>{t('document_page.save')}</Button>
          <Button variant="default" onClick={onDone}>{t('action.cancel')}</Button>
        </Actions>
      </Stack>
    </form>
  )
}

const LABEL = {
  number: 'document_page.number', issued_on: 'document_page.issued_on', issuer: 'document_page.issuer', summary: 'document_page.summary', name: 'document_page.file',
} as const

/** What an earlier visit typed, as far as it is ours. */
function told(kept: Record<string, unknown>): Typed {
  return Object.fromEntries(FACES.flatMap((n) => (typeof kept[n] === 'string' ? [[n, kept[n]]] : [])))
}
