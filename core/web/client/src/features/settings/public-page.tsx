import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { Kind } from '@/api/types.gen'
import { Ticks } from '@/draw/pickers'
import { ProblemNotice } from '@/draw/problem'
import { fieldLabel, kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './settings.module.css'

/** What everybody sees of the province without signing in: off until it is ticked here, kind by kind and field by field. */
export function PublicPage({ set }: { set: Record<string, string[]> }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { data: kinds } = useKinds()
  const [ticked, setTicked] = useState<Record<string, string[]>>({})
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => changeSettings({ public: Object.fromEntries(Object.entries(ticked).map(([kind, fields]) => [kind, fields.length > 0 ? fields : null])) }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      setTicked({})
    },
  })
  const offered = [...(kinds?.values() ?? [])].filter((k): k is Kind & { public: NonNullable<Kind['public']> } => k.public !== undefined)
  const on = Object.values(set).some((fields) => fields.length > 0)
  return (
    <Card id="public" title={t('settings.public')} action={on && <Button component="a" variant="default" href="/cong-khai" target="_blank">{t('settings.public_see')}</Button>}>
      <p className={css.muted}>{t('settings.public_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      {offered.length === 0 && <p className={css.muted}>{t('settings.public_none')}</p>}
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        {offered.map((k) => (
          <Ticks
            key={k.full_name} label={kindLabel(words, k)}
            value={ticked[k.full_name] ?? set[k.full_name] ?? []}
            onChange={(fields) => setTicked((old) => ({ ...old, [k.full_name]: fields }))}
            choices={k.public.fields.map((name) => ({ id: name, label: fieldLabel(words, k, name) }))}
          />
        ))}
        {offered.length > 0 && <div><Button type="submit" disabled={Object.keys(ticked).length === 0} loading={send.isPending}>{t('settings.public_save')}</Button></div>}
      </form>
    </Card>
  )
}
