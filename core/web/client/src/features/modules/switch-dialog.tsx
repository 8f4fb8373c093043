import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { setModule, type Wish } from '@/api/modules'
import { isProblem } from '@/api/problem'
import type { Module } from '@/api/types.gen'
import { UnitsPicker } from '@/draw/pickers'
import { ProblemNotice } from '@/draw/problem'
import { useWords, type Key } from '@/i18n'
import { Effects } from './effects'
import css from './modules.module.css'

export type Want = 'off' | 'on' | 'pilot'

const LINES: Record<Want, Key[]> = {
  off: ['modules.off_reads', 'modules.off_work', 'modules.off_menu', 'modules.off_back'],
  on: ['modules.on_menu', 'modules.on_records', 'modules.on_back'],
  pilot: ['modules.pilot_inside', 'modules.pilot_outside', 'modules.pilot_figures', 'modules.on_back'],
}

/** What switching does, before it is done: in general, and in this province as the server counts it. */
export function SwitchDialog({ module: m, want, onClose }: { module: Module; want: Want; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const key = useRef(newKey())
  const [pilot, setPilot] = useState<string[]>(m.pilot?.map((u) => u.id) ?? [])
  const wish: Wish = { enabled: want !== 'off', pilot: want === 'pilot' ? pilot : [] }
  const act = useMutation({
    meta: { quiet: true },
    mutationFn: () => setModule(m.id, wish, key.current),
    onSuccess: (list) => {
      client.setQueryData(keys.modules, list)
      // Menu, kinds and figures are of what is switched on.
      for (const queryKey of [keys.me, keys.kinds, keys.today, keys.lists, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
      onClose()
    },
  })
  const name = words.pick(m.label, m.id)
  const choose = (ids: string[]) => { key.current = newKey(); setPilot(ids) }
  const ready = want !== 'pilot' || pilot.length > 0
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      {isProblem(act.error) && <ProblemNotice problem={act.error} retry={() => act.mutate()} />}
      {want === 'pilot' && <UnitsPicker label={t('modules.pilot_units')} description={t('modules.pilot_units_hint')} value={pilot} onChange={choose} />}
      <p className={css.muted}>{t(`modules.${want}_lead`, { name })}</p>
      <ul className={css.effects}>{LINES[want].map((k) => <li key={k}>{t(k)}</li>)}</ul>
      {ready && (
        <>
          <h3 className={css.effectTitle}>{t('modules.effect')}</h3>
          <Effects id={m.id} wish={wish} />
        </>
      )}
      <div className={css.bar}>
        <Button loading={act.isPending} disabled={!ready} onClick={() => act.mutate()}>{t(`modules.${want}_yes`, { name })}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </div>
  )
}
