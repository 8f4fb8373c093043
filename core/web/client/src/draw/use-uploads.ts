import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { dropFile, keepFile, waitingFor } from '@/api/outbox'
import type { Problem } from '@/api/problem'
import { touchAround } from '@/api/records'
import { send, type Sending } from '@/api/upload'
import { useWords } from '@/i18n'

export type Stage = 'hashing' | 'sending' | 'waiting' | 'paused' | 'failed' | 'refused'
export interface Item {
  key: string
  slot: string
  name: string
  size: number
  sent: number
  stage: Stage
  hash?: string
  problem?: Problem
}

/** The files of one record on their way, across cuts and reloads. */
export function useUploads(record: string) {
  const client = useQueryClient()
  const { person } = useMe()
  const { t } = useWords()
  const [items, setItems] = useState<Item[]>([])
  const running = useRef(new Map<string, Sending>())

  const change = useCallback((key: string, part: Partial<Item>) => {
    setItems((all) => all.map((i) => (i.key === key ? { ...i, ...part } : i)))
  }, [])
  const forget = useCallback((key: string) => {
    running.current.delete(key)
    void dropFile(key)
    setItems((all) => all.filter((i) => i.key !== key))
  }, [])

  const launch = useCallback((file: File, slot: string, key: string) => {
    const sending = send({
      file, record, slot, key,
      onHash: (hash) => change(key, { hash, stage: 'sending' }),
      onProgress: (sent, size) => change(key, { sent, size, stage: 'sending', problem: undefined }),
      onWaiting: () => change(key, { stage: 'waiting' }),
      onDone: (kept) => {
        forget(key)
        if (kept.name !== file.name.normalize('NFC')) notifications.show({ message: t('upload.renamed', { name: kept.name }) })
        void client.invalidateQueries({ queryKey: keys.record(record) })
        touchAround(client)
      },
      onError: (problem) => change(key, { problem, stage: problem.passing || problem.status === 401 ? 'failed' : 'refused' }),
    })
    running.current.set(key, sending)
    setItems((all) => [...all.filter((i) => i.key !== key), { key, slot, name: file.name, size: file.size, sent: 0, stage: 'hashing' }])
    sending.start()
  }, [record, change, forget, client, t])

  const add = useCallback((files: Iterable<File>, slot: string) => {
    for (const file of files) {
      const key = newKey()
      void keepFile({ key, person: person.id, record, slot, file, at: Date.now() })
      launch(file, slot, key)
    }
  }, [launch, person.id, record])

  // What a reload or a dead battery interrupted goes on by itself.
  useEffect(() => {
    let gone = false
    const mine = running.current
    void waitingFor(person.id, record).then((left) => {
      if (gone) return
      for (const w of left) if (!mine.has(w.key)) launch(w.file, w.slot, w.key)
    })
    return () => {
      gone = true
      mine.forEach((s) => s.pause())
      mine.clear()
    }
  }, [person.id, record, launch])

  // A line that comes back takes up what it dropped.
  useEffect(() => {
    const again = () => {
      for (const i of items) if (i.stage === 'failed' || i.stage === 'waiting') running.current.get(i.key)?.start()
    }
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [items])

  return {
    items,
    add,
    pause: (key: string) => {
      running.current.get(key)?.pause()
      change(key, { stage: 'paused' })
    },
    resume: (key: string) => {
      change(key, { stage: 'sending', problem: undefined })
      running.current.get(key)?.start()
    },
    cancel: (key: string) => {
      running.current.get(key)?.stop()
      forget(key)
    },
  }
}
export type Uploads = ReturnType<typeof useUploads>
