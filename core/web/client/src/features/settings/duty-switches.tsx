import { Button, Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { DutyChoice } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { NumberInput } from '@/ui/number-input'
import { Card } from '@/ui/page'
import css from './settings.module.css'

interface Said { duties: Record<string, boolean>; deadlines: Record<string, number> }

/** Which duties that come round are owed here, and how long they may take where no law says. */
export function DutySwitches({ choices, set }: { choices: DutyChoice[]; set: Said }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [on, setOn] = useState<Record<string, boolean>>({})
  const [typed, setTyped] = useState<Record<string, number | null>>({})
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => changeSettings({ duties: on, deadlines: typed }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== keys.settings[0] && q.queryKey[0] !== 'me' }) // what is owed, and until when, may be another
      setOn({})
      setTyped({})
    },
  })
  if (choices.length === 0) return null
  const changed = Object.keys(on).length + Object.keys(typed).length > 0
  return (
    <Card id="duties" title={t('settings.duties')}>
      <p className={css.muted}>{t('settings.duties_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      <form onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <ul className={css.list} aria-label={t('settings.duties')}>
          {choices.map((d) => {
            const key = d.setting ?? ''
            const owed = key === '' || (on[key] ?? set.duties[key] ?? !d.off)
            return (
              <li key={d.name} className={css.duty}>
                <div className={css.dutyHead}>
                  <strong>{words.pick(d.label, d.name)}</strong>
                  {key !== '' && <Switch aria-label={words.pick(d.label, d.name)} label={t(owed ? 'settings.owed' : 'settings.not_owed')} checked={owed} onChange={({ currentTarget: { checked } }) => setOn((old) => ({ ...old, [key]: checked }))} />}
                </div>
                <p className={css.muted}>{d.source}</p>
                {owed && d.lengths.map((l) => (
                  <NumberInput
                    key={l.setting} whole label={t(`settings.of_${l.of}`)} suffix={l.unit ? words.maybe(`settings.unit_${l.unit}`, l.unit) : t('settings.unit_times')}
                    description={t('settings.standard', { n: l.standard })}
                    value={l.setting in typed ? (typed[l.setting] ?? null) : (set.deadlines[l.setting] ?? null)}
                    onChange={(n) => setTyped((old) => ({ ...old, [l.setting]: n }))}
                  />
                ))}
              </li>
            )
          })}
        </ul>
        <div className={css.foot}><Button type="submit" disabled={!changed} loading={send.isPending}>{t('settings.save_duties')}</Button></div>
      </form>
    </Card>
  )
}
