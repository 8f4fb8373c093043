import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { setModule } from '@/api/modules'
import { isProblem } from '@/api/problem'
import type { Module } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords, type Key } from '@/i18n'
import css from './modules.module.css'

const OFF: Key[] = ['modules.off_reads', 'modules.off_work', 'modules.off_menu', 'modules.off_figures', 'modules.off_back']
const ON: Key[] = ['modules.on_menu', 'modules.on_records', 'modules.on_figures', 'modules.on_back']

/** What switching does, before it is done. */
export function SwitchDialog({ module: m, onClose }: { module: Module; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const key = useRef(newKey())
  const act = useMutation({
    meta: { quiet: true },
    mutationFn: () => setModule(m.id, !m.enabled, key.current),
    onSuccess: (list) => {
      client.setQueryData(keys.modules, list)
      // Menu, kinds and figures are of what is switched on.
      for (const queryKey of [keys.me, keys.kinds, keys.today, keys.lists, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
      onClose()
    },
  })
  const name = words.pick(m.label, m.id)
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      {isProblem(act.error) && <ProblemNotice problem={act.error} retry={() => act.mutate()} />}
      <p className={css.muted}>{t(m.enabled ? 'modules.off_lead' : 'modules.on_lead', { name })}</p>
      <ul className={css.effects}>{(m.enabled ? OFF : ON).map((k) => <li key={k}>{t(k)}</li>)}</ul>
      <div className={css.bar}>
        <Button loading={act.isPending} onClick={() => act.mutate()}>{t(m.enabled ? 'modules.off_yes' : 'modules.on_yes', { name })}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </div>
  )
}
