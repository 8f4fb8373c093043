import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { dropKept, readKept, writeKept } from '@/api/kept'
import { useMe } from '@/api/me'
import { isProblem, type Problem } from '@/api/problem'
import { keepReport, rereadReport, textsOf, withText, writeText, type ReportOf } from '@/api/reports'
import type { Written } from '@/api/types.gen'
import { filled } from './fill'

const QUIET = 900
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 30_000

export type Saving = 'idle' | 'typing' | 'sending' | 'saved' | 'waiting' | 'refused'

/** What was typed and not yet received, and what stood there when it was begun. */
interface Typed { text: string; version: number; base: string; /** Taken over as it stands. */ confirmed?: boolean }

/** Whether somebody else wrote there since typing began. */
const clashes = (typed: Typed, held: Written) => held.version !== typed.version && held.text !== typed.base && held.text !== typed.text

/** Whether the server has not got it yet. */
const isNew = (typed: Typed | null, held: Written): typed is Typed => typed !== null && (typed.text !== held.text || Boolean(typed.confirmed && held.from))

/**
 * What a person writes at one place of a report. Every change is kept on the device
 * at once and goes to the server after a short quiet; what it could not take stays
 * and is tried again. What somebody else wrote meanwhile is never written over: `clash`.
 */
export function useWriting(of: ReportOf & { unitName: string }, held: Written) {
  const client = useQueryClient()
  const { person } = useMe()
  const slot = `report.${of.template}.${of.unit}.${of.period}.${held.key}`
  const [typed, setTyped] = useState<Typed | null>(() => leftBehind(person.id, slot))
  const [saving, setSaving] = useState<Saving>('idle')
  const [savedAt, setSavedAt] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [safe, setSafe] = useState(true)
  const live = useRef({ typed, held, busy: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const again = useRef<() => Promise<void>>(() => Promise.resolve())
  const pause = useRef(FIRST_PAUSE)
  useEffect(() => { live.current.held = held }, [held])

  const put = useCallback((next: Typed | null) => {
    live.current.typed = next
    setTyped(next)
    if (!next) dropKept(person.id, slot)
    else void writeKept(person.id, slot, { version: next.version, at: Date.now(), fields: { text: next.text }, base: { text: next.base } }).then(setSafe)
  }, [person.id, slot])

  const save = useCallback(async () => {
    clearTimeout(timer.current)
    const now = live.current
    const sent = now.typed
    if (now.busy || !sent) return
    if (!isNew(sent, now.held)) { // typed back to what stands there
      put(null)
      setSaving('idle')
      return
    }
    if (clashes(sent, now.held)) return
    now.busy = true
    setSaving('sending')
    try {
      const { version } = await writeText(of, now.held.key, sent.text, now.held.version)
      now.held = { ...now.held, text: sent.text, shown: filled(sent.text, of.period, of.unitName), from: undefined, version }
      keepReport(client, of, (r) => withText(r, now.held))
      const more = now.typed && now.typed.text !== sent.text ? { text: now.typed.text, version, base: sent.text } : null
      put(more)
      setProblem(null)
      setSaving(more ? 'typing' : 'saved')
      setSavedAt(Date.now())
      pause.current = FIRST_PAUSE
      if (more) timer.current = setTimeout(() => void again.current(), QUIET)
    } catch (e) {
      if (!isProblem(e)) throw e
      if (e.code !== 'report.text_changed' && e.code !== 'report.frozen') {
        setProblem(e)
        setSaving(e.passing || e.status === 401 ? 'waiting' : 'refused')
        return
      }
      const report = await rereadReport(client, of)
      now.held = (report && textsOf(report).find((w) => w.key === now.held.key)) ?? now.held
      setSaving('typing')
      if (!report?.frozen) timer.current = setTimeout(() => void again.current(), QUIET)
    } finally {
      now.busy = false
    }
  }, [client, of, put])
  useEffect(() => { again.current = save }, [save])

  const change = useCallback((text: string) => {
    const { typed: before, held: now } = live.current
    put({ text, version: before?.version ?? now.version, base: before?.base ?? now.text })
    setSaving('typing')
    setProblem(null)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void again.current(), QUIET)
  }, [put])

  /** Takes over what was carried over, as it stands. */
  const confirm = useCallback(() => {
    const { held: now } = live.current
    put({ text: now.text, version: now.version, base: now.text, confirmed: true })
    void again.current()
  }, [put])

  /** Settles what two people wrote: one's own stays, knowing the other's, or gives way. */
  const settle = useCallback((mine: boolean) => {
    const { typed: own, held: now } = live.current
    put(mine && own ? { ...own, version: now.version, base: now.text } : null)
    setSaving('idle')
    if (mine) void again.current()
  }, [put])

  // What an earlier visit could not send goes now, and again when signed in or back on line.
  useEffect(() => {
    const resend = () => {
      pause.current = FIRST_PAUSE
      void again.current()
    }
    resend()
    window.addEventListener('online', resend)
    window.addEventListener('doanket:signed-in', resend)
    return () => {
      clearTimeout(timer.current)
      void again.current() // the place is left: what was just typed does not wait for the quiet
      window.removeEventListener('online', resend)
      window.removeEventListener('doanket:signed-in', resend)
    }
  }, [])

  useEffect(() => {
    if (saving !== 'waiting' || problem?.status === 401) return
    const next = setTimeout(() => void again.current(), Math.max(pause.current, (problem?.retryAfter ?? 0) * 1000))
    pause.current = Math.min(pause.current * 2, LONGEST_PAUSE)
    return () => { clearTimeout(next) }
  }, [saving, problem])

  const fresh = isNew(typed, held) ? typed : null
  return { text: fresh ? fresh.text : held.text, unsent: fresh !== null, clash: fresh !== null && clashes(fresh, held), change, confirm, settle, drop: () => settle(false), save, saving, savedAt, problem, safe }
}
export type Writing = ReturnType<typeof useWriting>

/** What an earlier visit typed and did not send. */
function leftBehind(person: string, slot: string): Typed | null {
  const before = readKept(person, slot)
  const text = before?.fields.text
  const base = before?.base?.text
  return before && typeof text === 'string' ? { text, version: before.version, base: typeof base === 'string' ? base : '' } : null
}
