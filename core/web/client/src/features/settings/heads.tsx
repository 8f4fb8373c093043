import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { rolesQuery } from '@/api/people'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import { Ticks } from '@/draw/pickers'
import { Loaded, ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import css from './settings.module.css'

/** The roles whose holders lead a unit: whom a reminder means that names its leader. */
export function Heads({ set }: { set: string[] }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const roles = useQuery(rolesQuery)
  const [typed, setTyped] = useState<string[]>()
  const chosen = typed ?? set
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (heads: string[]) => changeSettings({ heads }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      setTyped(undefined)
    },
  })
  const same = chosen.length === set.length && chosen.every((id) => set.includes(id))
  return (
    <Card id="heads" title={t('settings.heads')}>
      <p className={css.muted}>{t('settings.heads_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={send.variables && (() => send.mutate(send.variables))} />}
      <Loaded query={roles} skeleton={<Skeletons rows={3} label={t('state.loading')} />}>
        {(all) => (
          <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate(chosen) }}>
            <Ticks label={t('settings.heads_roles')} value={chosen} onChange={setTyped} choices={all.map((r) => ({ id: r.id, label: words.pick(r.label, r.id) }))} />
            {chosen.length === 0 && <p>{t('settings.heads_none')}</p>}
            <div><Button type="submit" variant="default" disabled={same} loading={send.isPending}>{t('settings.heads_save')}</Button></div>
          </form>
        )}
      </Loaded>
    </Card>
  )
}
