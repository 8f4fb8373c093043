import { Button, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { holdModule } from '@/api/modules'
import { isProblem } from '@/api/problem'
import type { Module } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Stack } from '@/ui/page'
import css from './modules.module.css'

/** Which version the province works with: whichever is newest, or one of those installed until it is changed here again. */
export function VersionDialog({ module: m, onClose }: { module: Module; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [version, setVersion] = useState(m.held ?? '')
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
  const choose = (to: string) => {
    setVersion(to)
    key.current = newKey()
    act.reset()
  }
  return (
    <Stack>
      {isProblem(act.error) && <ProblemNotice problem={act.error} retry={() => act.mutate()} />}
      <p className={css.muted}>{t('modules.version_lead', { version: m.version })}</p>
      <Radio.Group label={t('modules.version_which')} value={version} onChange={choose}>
        <Radio value="" mt="xs" label={t('modules.version_newest')} />
        {m.versions.map((v) => <Radio key={v} value={v} mt="xs" label={t('modules.version_hold', { version: v })} />)}
      </Radio.Group>
      <p className={css.muted}>{t('modules.version_back')}</p>
      <div className={css.bar}>
        <Button loading={act.isPending} disabled={version === (m.held ?? '')} onClick={() => act.mutate()}>{t('modules.version_change')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </Stack>
  )
}
