import { useMemo, useState } from 'react'
import { dropKept, readKept, stepSlot, writeKept } from '@/api/kept'
import { useMe } from '@/api/me'
import type { Fields, Kind, Offer, RecordPage, Value } from '@/api/types.gen'
import { clashes, rebased, remaining, same } from './edits'

interface Input { fields: Fields; base: Fields; reason: string }

/**
 * What is typed into the dialog of a step: kept on the device at every letter,
 * so that neither «Thôi» nor going back nor a refusal loses it, and held
 * against what somebody else may write meanwhile. What is sealed is never kept,
 * and left empty it stays as it is. A suggested reason stands there until
 * another is typed.
 */
export function useStepInput(rec: RecordPage, kind: Kind, offer: Offer, suggested: string) {
  const { person } = useMe()
  const slot = stepSlot(rec.id, offer.name)
  const roots = useMemo(() => [...new Set(offer.fields.map((n) => n.split('.')[0] ?? n))], [offer.fields])
  const sealed = useMemo(() => new Set(kind.fields.filter((f) => f.sealed).map((f) => f.name)), [kind])
  const [input, setInput] = useState<Input>(() => {
    const kept = readKept(person.id, slot)
    const fields = remaining(kept?.fields ?? {}, rec.fields)
    return { fields, base: kept?.base ?? Object.fromEntries(Object.keys(fields).map((n) => [n, null])), reason: kept?.reason || suggested }
  })
  const [restored, setRestored] = useState(() => Object.keys(input.fields).length > 0 || input.reason !== suggested)
  const [seen, setSeen] = useState(rec)
  const put = (next: Input) => {
    setInput(next)
    const open = Object.fromEntries(Object.entries(next.fields).filter(([n]) => !sealed.has(n)))
    if (Object.keys(open).length === 0 && next.reason === '') dropKept(person.id, slot)
    else void writeKept(person.id, slot, { version: rec.version, at: Date.now(), fields: open, base: next.base, reason: next.reason })
  }
  // Rows of a list that two people changed in different cells come together by themselves.
  const now = useMemo(() => rebased({ edits: input.fields, base: input.base }, rec.fields), [input, rec.fields])
  const values: Fields = Object.fromEntries(roots.filter((n) => !sealed.has(n) || n in now.edits).map((n) => [n, now.edits[n] ?? (n in now.edits ? null : (rec.fields[n] ?? null))]))
  const moved = Object.keys({ ...seen.fields, ...rec.fields }).filter((n) => !roots.includes(n) && !same(seen.fields[n], rec.fields[n]))
  return {
    values,
    /** What is typed that is not to be sealed: it may be tried out. */
    open: Object.fromEntries(Object.entries(values).filter(([n]) => !sealed.has(n))) as Fields,
    reason: input.reason,
    clash: clashes(now.edits, now.base, rec.fields),
    /** Other fields somebody changed since the dialog was opened. */
    moved: seen.version === rec.version ? [] : moved,
    restored,
    setReason: (reason: string) => put({ ...input, reason }),
    change: (name: string, value: Value) => put({
      ...input, fields: { ...now.edits, [name]: value }, base: { ...now.base, [name]: name in now.base ? (now.base[name] ?? null) : (rec.fields[name] ?? null) },
    }),
    settle: (name: string, mine: boolean) => {
      const { [name]: own, ...rest } = now.edits
      put({ ...input, fields: mine ? { ...rest, [name]: own ?? null } : rest, base: { ...now.base, [name]: rec.fields[name] ?? null } })
    },
    look: () => setSeen(rec),
    clear: () => {
      setRestored(false)
      put({ fields: {}, base: {}, reason: '' })
    },
  }
}
