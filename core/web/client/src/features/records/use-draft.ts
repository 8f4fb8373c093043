import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMe } from '@/api/me'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { isProblem, type Problem } from '@/api/problem'
import { keepRecord, recordQuery, saveFields } from '@/api/records'
import { keys } from '@/api/keys'
import { clashes, keptAfter, placed, rebased, remaining, unsent, type Typed } from './edits'
import type { Fields, Kind, RecordPage, Value } from '@/api/types.gen'

const QUIET = 900
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 30_000
const TRIES = 3

export type Saving = 'idle' | 'typing' | 'sending' | 'saved' | 'waiting' | 'refused' | 'conflict'

/**
 * What is typed into a record. Every change is kept on the device at once; a
 * draft also goes to the server by itself after a short quiet, other records
 * when `save` is called. A save the server could not take stays and is tried again.
 * What was typed into a field that the form has no more is not sent, and stays too.
 */
export function useDraft(rec: RecordPage, auto: boolean, kind?: Kind) {
  const client = useQueryClient()
  const { person } = useMe()
  const [typed, setTyped] = useState<Typed>(() => leftBehind(person.id, rec))
  const { edits } = typed
  const [restored, setRestored] = useState(() => Object.keys(edits).length > 0)
  const [saving, setSaving] = useState<Saving>('idle')
  const [savedAt, setSavedAt] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [safe, setSafe] = useState(true)
  const live = useRef({ ...typed, rec, kind, busy: false as boolean, after: null as Promise<RecordPage | null> | null })
  const again = useRef<() => Promise<RecordPage | null>>(() => Promise.resolve(null))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pause = useRef(FIRST_PAUSE)

  const put = useCallback((next: Typed) => {
    const base = Object.fromEntries(Object.keys(next.edits).map((k) => [k, next.base[k] ?? null]))
    live.current.edits = next.edits
    live.current.base = base
    setTyped({ edits: next.edits, base })
    if (Object.keys(next.edits).length === 0) dropKept(person.id, rec.id)
    else void writeKept(person.id, rec.id, { version: live.current.rec.version, at: Date.now(), fields: next.edits, base }).then(setSafe)
  }, [person.id, rec.id])

  // Somebody else's save may arrive at any time: rows come together, the rest is asked at its field.
  const take = useCallback((now: RecordPage) => {
    live.current.rec = now
    if (clashes(live.current.edits, live.current.base, now.fields).length > 0) put(rebased(live.current, now.fields))
  }, [put])
  useEffect(() => { take(rec) }, [rec, take])

  const save = useCallback(async (): Promise<RecordPage | null> => {
    clearTimeout(timer.current)
    const now = live.current
    if (now.busy && now.after) {
      await now.after
      return waits(now) ? again.current() : now.rec
    }
    if (!waits(now)) return now.rec
    if (clashes(now.edits, now.base, now.rec.fields).length > 0) {
      setSaving('conflict')
      return null
    }
    now.busy = true
    setSaving('sending')
    // When somebody else saved meanwhile but touched other fields, what was typed goes on top of theirs.
    const send = async (): Promise<[Fields, RecordPage]> => {
      for (let tries = 0; ; tries++) {
        const sent = placed(now.edits, now.kind)
        try {
          return [sent, await saveFields(now.rec.id, now.rec.version, sent)]
        } catch (e) {
          if (!isProblem(e) || e.code !== 'stale_version' || tries === TRIES) throw e
          take(await client.fetchQuery({ ...recordQuery(now.rec.id), staleTime: 0 }))
          if (clashes(now.edits, now.base, now.rec.fields).length > 0) throw e
        }
      }
    }
    const run = (async (): Promise<RecordPage | null> => {
      try {
        const [sent, fresh] = await send()
        now.rec = fresh
        const left = keptAfter(now.edits, sent, fresh.fields)
        put({ edits: left, base: Object.fromEntries(Object.keys(left).map((k) => [k, (k in sent ? fresh.fields[k] : now.base[k]) ?? null])) })
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
        if (e.errors.some((x) => x.code === 'unknown_field')) void client.invalidateQueries({ queryKey: keys.kinds })
        setSaving(e.code === 'stale_version' ? 'conflict' : e.passing || e.status === 401 ? 'waiting' : 'refused')
        return null
      } finally {
        now.busy = false
      }
    })()
    now.after = run
    const done = await run
    if (done && auto && waits(live.current)) timer.current = setTimeout(() => void again.current(), QUIET)
    return done
  }, [client, put, take, auto])
  useEffect(() => { again.current = save }, [save])

  // The form became another one: what it still has a place for is tried again.
  useEffect(() => {
    const other = live.current.kind !== kind
    live.current.kind = kind
    if (other && auto && waits(live.current)) void again.current()
  }, [kind, auto])

  const change = useCallback((name: string, value: Value) => {
    const now = live.current
    put({ edits: { ...now.edits, [name]: value }, base: name in now.edits ? now.base : { ...now.base, [name]: now.rec.fields[name] ?? null } })
    setSaving('typing')
    setProblem((p) => (p && !p.passing ? null : p))
    clearTimeout(timer.current)
    if (auto) timer.current = setTimeout(() => void save(), QUIET)
  }, [auto, put, save])

  /** Settles a field two people changed: one's own words stay, knowing the other's, or give way. */
  const settle = useCallback((name: string, mine: boolean) => {
    const now = live.current
    const { [name]: own, ...rest } = now.edits
    put({ edits: mine ? { ...rest, [name]: own ?? null } : rest, base: { ...now.base, [name]: now.rec.fields[name] ?? null } })
    if (clashes(now.edits, now.base, now.rec.fields).length > 0) return
    setProblem(null)
    setSaving(Object.keys(now.edits).length > 0 ? 'typing' : 'idle')
    if (auto) timer.current = setTimeout(() => void again.current(), QUIET)
  }, [auto, put])

  const dropEdits = useCallback(() => {
    clearTimeout(timer.current)
    put({ edits: {}, base: {} })
    setProblem(null)
    setRestored(false)
    setSaving('idle')
  }, [put])

  // What an earlier visit could not send goes now; and again when signed in or back on line.
  useEffect(() => {
    const resend = () => {
      pause.current = FIRST_PAUSE
      if (auto && waits(live.current)) void save()
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
  const clash = useMemo(() => clashes(edits, typed.base, rec.fields), [edits, typed.base, rec.fields])
  const homeless = useMemo(() => Object.keys(edits).filter((n) => !(n in placed(edits, kind))), [edits, kind])
  return { values, edits, clash, homeless, dirty: Object.keys(edits).length > homeless.length, change, save, settle, dropEdits, saving, savedAt, problem, restored, safe }
}
export type Draft = ReturnType<typeof useDraft>

/** Whether something typed is to be sent. */
const waits = ({ edits, kind, rec }: { edits: Fields; kind?: Kind; rec: RecordPage }): boolean => Object.keys(unsent(placed(edits, kind), rec.fields)).length > 0

/** What an earlier visit typed and did not send. Where it is not known what that was typed on, it was nothing. */
function leftBehind(person: string, rec: RecordPage): Typed {
  const kept = readKept(person, rec.id)
  const edits = remaining(kept?.fields ?? {}, rec.fields)
  const base = kept?.base ?? (kept?.version === rec.version ? rec.fields : {})
  return { edits, base: Object.fromEntries(Object.keys(edits).map((k) => [k, base[k] ?? null])) }
}
