import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMe } from '@/api/me'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { isProblem, type Problem } from '@/api/problem'
import { keepRecord, recordQuery, saveFields } from '@/api/records'
import type { Fields, RecordPage, Value } from '@/api/types.gen'

const QUIET = 900
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 30_000

export type Saving = 'idle' | 'typing' | 'sending' | 'saved' | 'waiting' | 'refused' | 'conflict'

export const same = (a: Value | undefined, b: Value | undefined): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

const isRow = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)
const isBlankRow = (v: unknown): boolean => isRow(v) && Object.entries(v).every(([k, cell]) => k === 'id' || cell === null || cell === undefined || cell === '')

/** A value as the server keeps it: rows nobody has filled in yet are not there. */
export const filled = (v: Value | undefined): Value | undefined => {
  if (!Array.isArray(v) || !v.some(isBlankRow)) return v
  const rows = v.filter((row) => !isBlankRow(row)) as Value
  return Array.isArray(rows) && rows.length === 0 ? null : rows
}

/** The edits that still differ from what the server holds; a list with a row just begun is one. */
export function remaining(edits: Fields, held: Fields): Fields {
  return Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(v, held[k])))
}

/** The part of the edits there is something to send of. */
export const unsent = (edits: Fields, held: Fields): Fields =>
  Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(filled(v), held[k])))

/** What stays typed after a save: what was typed meanwhile, and rows just begun beside what came back. */
export function keptAfter(edits: Fields, sent: Fields, held: Fields): Fields {
  const meanwhile = Object.fromEntries(Object.entries(edits).filter(([k, v]) => !same(v, sent[k])))
  for (const [k, v] of Object.entries(sent)) {
    if (k in meanwhile || !Array.isArray(v)) continue
    const begun = v.filter(isBlankRow)
    const now = held[k]
    if (begun.length > 0) meanwhile[k] = [...(Array.isArray(now) ? now : []), ...begun] as Value
  }
  return remaining(meanwhile, held)
}

/** Fields that both the reader and somebody else changed since `base`. */
export function clashes(edits: Fields, base: Fields, now: Fields): string[] {
  return Object.keys(edits).filter((k) => !same(base[k], now[k]) && !same(edits[k], now[k]))
}

/**
 * What is typed into a record. Every change is kept on the device at once; a
 * draft also goes to the server by itself after a short quiet, other records
 * when `save` is called. A save the server could not take stays and is tried again.
 */
export function useDraft(rec: RecordPage, auto: boolean) {
  const client = useQueryClient()
  const { person } = useMe()
  const [edits, setEdits] = useState<Fields>(() => remaining(readKept(person.id, rec.id)?.fields ?? {}, rec.fields))
  const [restored, setRestored] = useState(() => Object.keys(edits).length > 0)
  const [saving, setSaving] = useState<Saving>('idle')
  const [savedAt, setSavedAt] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [safe, setSafe] = useState(true)
  const live = useRef({ edits, rec, busy: false as boolean, after: null as Promise<RecordPage | null> | null })
  const again = useRef<() => Promise<RecordPage | null>>(() => Promise.resolve(null))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pause = useRef(FIRST_PAUSE)
  useEffect(() => { live.current.rec = rec }, [rec])

  const put = useCallback((next: Fields) => {
    live.current.edits = next
    setEdits(next)
    if (Object.keys(next).length === 0) dropKept(person.id, rec.id)
    else setSafe(writeKept(person.id, rec.id, { version: live.current.rec.version, at: Date.now(), fields: next }))
  }, [person.id, rec.id])

  const save = useCallback(async (): Promise<RecordPage | null> => {
    clearTimeout(timer.current)
    const now = live.current
    if (now.busy && now.after) {
      await now.after
      return Object.keys(unsent(now.edits, now.rec.fields)).length > 0 ? again.current() : now.rec
    }
    if (Object.keys(unsent(now.edits, now.rec.fields)).length === 0) return now.rec
    now.busy = true
    setSaving('sending')
    const sent = now.edits
    const run = (async (): Promise<RecordPage | null> => {
      try {
        const fresh = await send(client, now.rec, sent)
        now.rec = fresh
        put(keptAfter(now.edits, sent, fresh.fields))
        keepRecord(client, fresh)
        setProblem(null)
        setRestored(false)
        setSaving('saved')
        pause.current = FIRST_PAUSE
        setSavedAt(Date.now())
        return fresh
      } catch (e) {
        if (!isProblem(e)) throw e
        setProblem(e)
        setSaving(e.code === 'stale_version' ? 'conflict' : e.passing || e.status === 401 ? 'waiting' : 'refused')
        return null
      } finally {
        now.busy = false
      }
    })()
    now.after = run
    const done = await run
    if (done && auto && Object.keys(unsent(live.current.edits, done.fields)).length > 0) timer.current = setTimeout(() => void again.current(), QUIET)
    return done
  }, [client, put, auto])
  useEffect(() => { again.current = save }, [save])

  const change = useCallback((name: string, value: Value) => {
    put({ ...live.current.edits, [name]: value })
    setSaving('typing')
    setProblem((p) => (p && !p.passing ? null : p))
    clearTimeout(timer.current)
    if (auto) timer.current = setTimeout(() => void save(), QUIET)
  }, [auto, put, save])

  const dropEdits = useCallback(() => {
    clearTimeout(timer.current)
    put({})
    setProblem(null)
    setRestored(false)
    setSaving('idle')
  }, [put])

  // What an earlier visit could not send goes now; and again when signed in or back on line.
  useEffect(() => {
    const resend = () => {
      pause.current = FIRST_PAUSE
      if (auto && Object.keys(unsent(live.current.edits, live.current.rec.fields)).length > 0) void save()
    }
    resend()
    window.addEventListener('online', resend)
    window.addEventListener('doanket:signed-in', resend)
    return () => {
      clearTimeout(timer.current)
      window.removeEventListener('online', resend)
      window.removeEventListener('doanket:signed-in', resend)
    }
  }, [auto, save])

  // The browser may say that it is on line before it is, and a server that was
  // away says nothing when it is back: what waits is tried again, ever less often.
  useEffect(() => {
    if (!auto || saving !== 'waiting' || problem?.status === 401) return
    const next = setTimeout(() => void again.current(), Math.max(pause.current, (problem?.retryAfter ?? 0) * 1000))
    pause.current = Math.min(pause.current * 2, LONGEST_PAUSE)
    return () => { clearTimeout(next) }
  }, [auto, saving, problem])

  const values = useMemo(() => ({ ...rec.fields, ...edits }), [rec.fields, edits])
  return { values, edits, dirty: Object.keys(edits).length > 0, change, save, dropEdits, saving, savedAt, problem, restored, safe }
}
export type Draft = ReturnType<typeof useDraft>

/** Saves; when somebody else saved meanwhile but touched other fields, saves on top of theirs. */
async function send(client: ReturnType<typeof useQueryClient>, rec: RecordPage, edits: Fields): Promise<RecordPage> {
  try {
    return await saveFields(rec.id, rec.version, edits)
  } catch (e) {
    if (!isProblem(e) || e.code !== 'stale_version') throw e
    const now = await client.fetchQuery({ ...recordQuery(rec.id), staleTime: 0 })
    if (clashes(edits, rec.fields, now.fields).length > 0) throw e
    return saveFields(now.id, now.version, edits)
  }
}
