import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { setColumns } from '@/api/sheets'
import type { Import, Kind } from '@/api/types.gen'
import { UnitPicker } from '@/draw/pickers'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Actions, Card, Stack } from '@/ui/page'

const IN_NO_CELL = ['list', 'geo', 'json', 'user']

/** What each column of a sheet stands for: found by its head, put right by hand, remembered. */
export function Columns({ of: i, kind }: { of: Import; kind: Kind }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [chosen, setChosen] = useState(i.columns.map((c) => c.column))
  const [unit, setUnit] = useState(i.unit ?? '')
  const read = useMutation({ mutationFn: () => setColumns(i.id, chosen, unit), onSuccess: (after) => client.setQueryData(['import', i.id], after) })
  const offered = [
    { value: '', label: t('sheet.column_none') },
    { value: 'record.id', label: t('sheet.column_id') },
    { value: 'record.unit', label: t('sheet.column_unit') },
    ...kind.fields.filter((f) => !f.sealed && !f.internal && !f.read_only && !f.derived && !IN_NO_CELL.includes(f.type)).map((f) => ({ value: f.name, label: words.pick(f.label, f.name) })),
  ]
  return (
    <Card id="columns" title={t('sheet.columns')}>
      <Stack>
        <p>{t('sheet.columns_hint')}</p>
        {i.columns.map((c, at) => (
          <NativeSelect
            key={at}
            label={c.head || '—'}
            data={offered.some((o) => o.value === chosen[at]) ? offered : [...offered, { value: chosen[at] ?? '', label: c.head }]}
            value={chosen[at]}
            onChange={(e) => {
              const value = e.currentTarget.value
              setChosen((old) => old.map((name, n) => (n === at ? value : name === value ? '' : name)))
            }}
          />
        ))}
        <UnitPicker label={t('sheet.unit')} value={unit} onChange={setUnit} makes={kind.full_name} clearable />
        {isProblem(read.error) && <ProblemNotice problem={read.error} />}
        <Actions><Button variant="default" loading={read.isPending} onClick={() => read.mutate()}>{t('sheet.check')}</Button></Actions>
      </Stack>
    </Card>
  )
}
