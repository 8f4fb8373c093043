import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { discardRecord, restoreRecord, touchAround } from '@/api/records'
import type { RecordPage } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconTrash } from '@/ui/icons'
import { tell } from '@/ui/tell'
import { notifications } from '@/ui/told'
import css from './records.module.css'

/** A draft may be thrown away; it is asked once. */
export function DiscardButton({ rec, onGone }: { rec: RecordPage; onGone: () => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const restore = useMutation({
    mutationFn: () => restoreRecord(rec.id),
    onSuccess: () => {
      notifications.hide(`discarded ${rec.id}`)
      touchAround(client)
      void client.invalidateQueries({ queryKey: keys.record(rec.id) })
      void navigate({ to: '/record/$id', params: { id: rec.id } })
    },
  })
  const discard = useMutation({
    mutationFn: () => discardRecord(rec.id, rec.version),
    onSuccess: () => {
      onGone()
      touchAround(client)
      void navigate({ to: '/records/$kind', params: { kind: rec.kind } })
      tell({
        id: `discarded ${rec.id}`,
        autoClose: 12_000,
        message: <span className={css.undo}>{t('record.discarded')} <Button variant="light" onClick={() => restore.mutate()}>{t('record.discard_undo')}</Button></span>,
      })
    },
  })
  return (
    <>
      <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => setAsking(true)}>{t('record.discard')}</Button>
      <Ask opened={asking} onClose={() => setAsking(false)} title={t('record.discard')} size="md">
        <p style={{ lineHeight: 1.6 }}>{t('record.discard_text')}</p>
        <div className={css.bar}>
          <Button color="late" loading={discard.isPending} onClick={() => discard.mutate()}>{t('record.discard_yes')}</Button>
          <Button variant="default" onClick={() => setAsking(false)}>{t('action.keep')}</Button>
        </div>
      </Ask>
    </>
  )
}
