import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { Kind } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords, type Words } from '@/i18n'
import { Card } from '@/ui/page'
import { NumberInput } from '@/ui/number-input'
import css from './settings.module.css'

interface Length { key: string; labels: string[]; unit: string; standard: number }

/** The lengths that are the province's: those of deadlines that name a setting, each once. */
export function lengthsOf(words: Words, kinds: Kind[]): Length[] {
  const out = new Map<string, Length>()
  for (const d of kinds.flatMap((k) => k.deadlines ?? [])) {
    if (!d.setting) continue
    const one = out.get(d.setting) ?? { key: d.setting, labels: [], unit: d.unit ?? 'calendar_day', standard: d.length ?? 0 }
    const label = words.pick(d.label, d.code)
    if (!one.labels.includes(label)) one.labels.push(label)
    out.set(d.setting, one)
  }
  return [...out.values()]
}

/** How long what the law gives no number of days for may take here; empty, it takes as long as the product proposes. */
export function Lengths({ set }: { set: Record<string, number> }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { data: kinds } = useKinds()
  const [typed, setTyped] = useState<Record<string, number | null>>({})
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => changeSettings({ deadlines: typed }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== keys.settings[0] && q.queryKey[0] !== 'me' }) // every last day may be another
      setTyped({})
    },
  })
  const list = lengthsOf(words, [...(kinds?.values() ?? [])])
  return (
    <Card id="lengths" title={t('settings.lengths')}>
      <p className={css.muted}>{t('settings.lengths_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        {list.map((l) => (
          <NumberInput
            key={l.key} whole id={`length-${l.key}`} label={l.labels.join('; ')} suffix={words.maybe(`settings.unit_${l.unit}`, l.unit)}
            description={t('settings.standard', { n: l.standard })}
            value={l.key in typed ? (typed[l.key] ?? null) : (set[l.key] ?? null)} onChange={(n) => setTyped((old) => ({ ...old, [l.key]: n }))}
          />
        ))}
        <div><Button type="submit" disabled={Object.keys(typed).length === 0} loading={send.isPending}>{t('settings.save')}</Button></div>
      </form>
    </Card>
  )
}
