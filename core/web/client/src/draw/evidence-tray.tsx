import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { Problem } from '@/api/problem'
import { detachDocument } from '@/api/records'
import { addFiles, cancel, useSendings, type Item } from '@/api/sendings'
import type { Kind, RecordPage, SlotState } from '@/api/types.gen'
import { useWords, type Words } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconCamera, IconTrash, IconUpload } from '@/ui/icons'
import { Badge } from '@/ui/state'
import { DocumentCard } from './document'
import css from './draw.module.css'
import { acceptOf, extensionOf, namesOf } from './file-type'
import { FileOnItsWay, refusalLine } from './file-on-its-way'
import { slotAnchor } from './words'

const PICTURES = ['jpg', 'jpeg', 'png', 'heic', 'webp']

/** All evidence of a record, slot by slot. */
export function EvidenceTray({ rec, kind }: { rec: RecordPage; kind: Kind | undefined }) {
  return (
    <div style={{ display: 'grid', gap: 14, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {rec.slots.map((s) => <Slot key={s.code} slot={s} rec={rec} kind={kind} />)}
    </div>
  )
}

function Slot({ slot, rec, kind }: { slot: SlotState; rec: RecordPage; kind: Kind | undefined }) {
  const words = useWords()
  const { t } = words
  const [over, setOver] = useState(false)
  const rule = kind?.slots?.find((s) => s.code === slot.code)
  const label = words.pick(slot.label, words.pick(rule?.label, slot.code))
  const { person } = useMe()
  const here = useSendings().filter((i) => i.record === rec.id && i.slot === slot.code)
  const mine = here.flatMap((i) => (i.stage === 'refused' ? [] : [{ ...i, stage: i.stage }]))
  const refused = byReason(words, here.filter((i) => i.stage === 'refused'))
  const may = rec.open.slots.includes(slot.code)
  const room = slot.max <= 0 || slot.have + mine.length < slot.max
  const asked = rec.transitions.some((o) => o.missing.some((m) => m.slot === slot.code))
  const refusal = (file: File, nth: number): Problem | null => {
    const full = slot.max > 0 && slot.have + mine.length + nth >= slot.max
    if (!slot.types.includes(extensionOf(file.name))) return new Problem({ status: 422, code: 'file_type', detail: t('slot.refused_type', { types: namesOf(slot) }) })
    if (slot.max_mb > 0 && file.size > slot.max_mb * 1024 * 1024) return new Problem({ status: 413, code: 'file_size', detail: t('slot.refused_size', { mb: slot.max_mb }) })
    return full ? new Problem({ status: 409, code: 'slot_full', detail: t('slot.refused_full', { n: slot.max }) }) : null
  }
  const add = (files: FileList | null) => { if (files?.length) addFiles(person.id, rec.id, slot.code, [...files], refusal) }
  return (
    <section
      id={slotAnchor(slot.code)}
      tabIndex={-1}
      className={css.slot}
      aria-label={label}
      data-over={over}
      onDragOver={(e) => { if (may) { e.preventDefault(); setOver(true) } }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); if (may) add(e.dataTransfer.files) }}
    >
      <div className={css.slotHead}>
        <h3 className={css.slotTitle}>{label}</h3>
        {slot.have > 0 ? <Badge tone="good">{t('slot.have', { n: slot.have })}</Badge> : asked ? <Badge tone="warn" mark="ring">{t('slot.needed')}</Badge> : <Badge tone="neutral" mark="ring">{t('slot.empty')}</Badge>}
      </div>
      {words.pick(rule?.hint) && may && <p className={css.hint}>{words.pick(rule?.hint)}</p>}
      {may && <p className={css.hint}>
        {t('slot.rule', { types: namesOf(slot), mb: slot.max_mb || 0 })}
        {slot.max > 0 && <> {t('slot.max', { n: slot.max })}</>}
        {rule?.signed && <> {t('slot.signed')}</>}
      </p>}
      {(slot.documents.length > 0 || mine.length > 0) && (
        <ul className={css.files}>
          {slot.documents.map((d) => <li key={d.id}><DocumentCard doc={d} action={may && !d.bound_step && <Detach rec={rec.id} doc={d.id} name={d.name} />} /></li>)}
          {mine.map((i) => <li key={i.key}><FileOnItsWay item={i} /></li>)}
        </ul>
      )}
      {[...refused].map(([reason, items]) => <Refused key={reason} reason={reason} items={items} />)}
      {may && room && <Choose slot={slot} label={label} onFiles={add} />}
    </section>
  )
}

function Choose({ slot, label, onFiles }: { slot: SlotState; label: string; onFiles: (files: FileList | null) => void }) {
  const { t } = useWords()
  const file = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const pictures = slot.types.some((x) => PICTURES.includes(x))
  const take = (input: HTMLInputElement) => {
    onFiles(input.files)
    input.value = ''
  }
  return (
    <div className={css.buttons}>
      {pictures && (
        <>
          <Button leftSection={<IconCamera size={20} />} onClick={() => camera.current?.click()} aria-label={t('slot.photo_for', { label })}>{t('slot.photo')}</Button>
          <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={(e) => take(e.currentTarget)} />
        </>
      )}
      <Button variant={pictures ? 'default' : 'light'} leftSection={<IconUpload size={20} />} onClick={() => file.current?.click()}>{t('slot.choose')}</Button>
      <input
        ref={file}
        type="file"
        multiple={slot.max !== 1}
        accept={acceptOf(slot)}
        className="sr-only"
        tabIndex={-1}
        aria-label={t('slot.choose_for', { label })}
        onChange={(e) => take(e.currentTarget)}
      />
    </div>
  )
}

function byReason(words: Words, items: Item[]): Map<string, Item[]> {
  const out = new Map<string, Item[]>()
  for (const i of items) {
    const reason = refusalLine(words, i)
    out.set(reason, [...(out.get(reason) ?? []), i])
  }
  return out
}

/** Files that are not taken, and why: one card however many they are. */
function Refused({ reason, items }: { reason: string; items: Item[] }) {
  const { t } = useWords()
  return (
    <article className={css.file} aria-label={t('slot.refused', { n: items.length })}>
      <p className={css.fileName}>{t('slot.refused', { n: items.length })}</p>
      <p className={css.fileError} role="alert">{reason}</p>
      <details>
        <summary>{t('slot.refused_names')}</summary>
        <p className={css.hint}>{items.map((i) => i.name).join(', ')}</p>
      </details>
      <div className={css.buttons}>
        <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => cancel(...items.map((i) => i.key))}>{t('slot.refused_drop')}</Button>
      </div>
    </article>
  )
}

function Detach({ rec, doc, name }: { rec: string; doc: string; name: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const detach = useMutation({
    mutationFn: () => detachDocument(rec, doc),
    onSuccess: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: keys.record(rec) })
    },
  })
  return (
    <>
      <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => setAsking(true)} aria-label={t('doc.detach_name', { name })}>{t('doc.detach')}</Button>
      <Ask opened={asking} onClose={() => setAsking(false)} title={t('doc.detach_title')} size="md">
        <p style={{ lineHeight: 1.6 }}>{t('doc.detach_text', { name })}</p>
        <div className={css.buttons} style={{ marginTop: 18 }}>
          <Button loading={detach.isPending} onClick={() => detach.mutate()}>{t('doc.detach_yes')}</Button>
          <Button variant="default" onClick={() => setAsking(false)}>{t('action.keep')}</Button>
        </div>
      </Ask>
    </>
  )
}
