import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { connection } from '@/api/connection'
import { keys } from '@/api/keys'
import { keepAct } from '@/api/acts'
import { markFiled } from '@/api/filed'
import { dropKept, stepSlot } from '@/api/kept'
import { useMe } from '@/api/me'
import { isProblem, Problem } from '@/api/problem'
import { doTransition, keepRecord } from '@/api/records'
import type { Fields, Kind, Offer, RecordPage } from '@/api/types.gen'
import type { Draft } from './use-draft'
import { remarksNow } from './use-remarks'

interface Act { fields?: Fields; reason?: string }

/** Carries a verb out: save what is typed, ask what must be asked, do it, tell. */
export function useMoves(rec: RecordPage, kind: Kind | undefined, draft: Draft, onDone: (offer: Offer, rec: RecordPage) => void) {
  const client = useQueryClient()
  const { person } = useMe()
  const [asking, setAsking] = useState<Offer | null>(null)
  const [asked, setAsked] = useState<string | null>(null)
  const [suggested, setSuggested] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const last = useRef<{ offer: Offer; act: Act; key: string } | null>(null)

  /** Without a line a step waits on the device, with the version it was decided on; what is sealed is never kept there. */
  const later = async (seen: RecordPage, offer: Offer, act: Act, key: string): Promise<boolean> => {
    if (kind?.fields.some((f) => f.sealed && act.fields && f.name in act.fields)) return false
    return keepAct({ act: 'step', key, at: Date.now(), title: seen.title, kind: seen.kind, record: seen.id, step: offer.name, version: seen.version, seen: seen.fields, fields: act.fields ?? {}, reason: act.reason })
  }
  // A step rests on what is typed: that goes first.
  const unsaved = (): Problem | null => (connection.get().online ? null : new Problem({ status: 409, code: 'unsaved' }))

  const run = async (offer: Offer, act: Act, key: string) => {
    last.current = { offer, act, key }
    setBusy(offer.name)
    setProblem(null)
    try {
      const saved = await draft.save()
      if (!saved) return setProblem(unsaved())
      const fresh = await doTransition(saved, offer.name, act, key).catch(async (e: unknown) => {
        if (isProblem(e) && e.status === 0 && await later(saved, offer, act, key)) return null
        throw e
      })
      if (!fresh) return setAsking(null)
      dropKept(person.id, stepSlot(rec.id, offer.name))
      keepRecord(client, fresh)
      markFiled(person.id)
      setAsking(null)
      setAsked(null)
      onDone(offer, fresh)
    } catch (e) {
      if (!isProblem(e)) throw e
      setProblem(e)
      setAsked(offer.name)
      if (e.code === 'step_unknown' || e.errors.some((x) => x.code === 'unknown_field')) void client.invalidateQueries({ queryKey: keys.kinds })
      if (e.code === 'step_unknown' || e.status === 409 || e.status === 412 || e.status === 422) void client.invalidateQueries({ queryKey: keys.record(rec.id) })
    } finally {
      setBusy(null)
    }
  }

  /** True when a dialog was opened for it; a reason may stand in it already. */
  const begin = async (offer: Offer, reason = ''): Promise<boolean> => {
    setProblem(null)
    setSuggested(reason)
    const saved = draft.dirty ? await draft.save() : rec
    const now = saved?.transitions.find((o) => o.name === offer.name) ?? offer
    const inDialog = new Set(now.fields)
    const missing = now.missing.filter((m) => !m.field || !inDialog.has(m.field))
    if (!saved) setProblem(unsaved())
    if (!saved || missing.length > 0) {
      setAsked(offer.name)
      return false
    }
    let asks = Boolean(now.reason || inDialog.size > 0 || now.tone === 'danger' || now.self_approval)
    if (!asks) {
      setBusy(now.name)
      asks = (await remarksNow(saved, kind, now)).length > 0
      setBusy(null)
    }
    if (asks) setAsking(now)
    else void run(now, {}, newKey())
    return asks
  }

  return {
    asking,
    asked,
    suggested,
    busy,
    problem,
    begin,
    commit: (offer: Offer, act: Act) => void run(offer, act, newKey()),
    // The same key again: were the first try received after all, it counts once.
    again: () => { if (last.current) void run(last.current.offer, last.current.act, last.current.key) },
    cancel: () => {
      setAsking(null)
      setProblem(null)
    },
  }
}
export type Moves = ReturnType<typeof useMoves>
