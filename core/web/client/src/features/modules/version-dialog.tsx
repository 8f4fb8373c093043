import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { holdModule } from '@/api/modules'
import { isProblem } from '@/api/problem'
import type { Module } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import css from './modules.module.css'

/** Which version the province is held to, asked before it is moved; '' is the newest. */
export function VersionDialog({ module: m, version, onClose }: { module: Module; version: string; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const key = useRef(newKey())
  const act = useMutation({
    meta: { quiet: true },
    mutationFn: () => holdModule(m.id, version, key.current),
    onSuccess: (list) => {
      client.setQueryData(keys.modules, list)
      for (const queryKey of [keys.me, keys.kinds, keys.today, keys.lists, keys.boards, keys.figures]) void client.invalidateQueries({ queryKey })
      onClose()
    },
  })
  const yes = version === '' ? t('modules.version_newest') : t(version === m.version ? 'modules.version_hold' : 'modules.version_move', { version })
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      {isProblem(act.error) && <ProblemNotice problem={act.error} retry={() => act.mutate()} />}
      <p className={css.muted}>{t('modules.version_lead', { name: words.pick(m.label, m.id), version: m.version })}</p>
      <p className={css.muted}>{t('modules.version_back')}</p>
      <div className={css.bar}>
        <Button loading={act.isPending} onClick={() => act.mutate()}>{yes}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </div>
  )
}
