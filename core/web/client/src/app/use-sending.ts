import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sendLater } from '@/api/acts'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { keepRecord, touchAround } from '@/api/records'
import { goOn } from '@/api/sendings'
import { useWords } from '@/i18n'
import { tell } from '@/ui/tell'

/** Files go on for as long as somebody is signed in, whatever screen is open. */
export function useSending(): void {
  const client = useQueryClient()
  const { person } = useMe()
  const { t } = useWords()
  useEffect(() => goOn(person.id, (record, chosen, kept) => {
    if (kept !== chosen) tell({ message: t('upload.renamed', { name: kept }) })
    void client.invalidateQueries({ queryKey: keys.record(record) })
    touchAround(client)
  }), [client, person.id, t])
  useEffect(() => sendLater(person.id, (act, rec) => {
    const what = act.title || t('record.untitled')
    if (rec) keepRecord(client, rec)
    else if (act.act === 'step') void client.invalidateQueries({ queryKey: keys.record(act.record) })
    tell({ message: rec ? t('acts.done', { what }) : t('acts.refused', { why: act.refused?.detail ?? what }) })
  }), [client, person.id, t])
}
