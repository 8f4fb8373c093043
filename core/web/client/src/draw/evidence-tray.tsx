import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { shortHash } from '@/api/digest'
import { keys } from '@/api/keys'
import { detachDocument } from '@/api/records'
import type { Kind, RecordPage, SlotState } from '@/api/types.gen'
import { formatBytes, formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconCamera, IconDoc, IconPause, IconPlay, IconTrash, IconUpload } from '@/ui/icons'
import { Badge } from '@/ui/state'
import { DocumentCard } from './document'
import css from './draw.module.css'
import { sentence } from './problem'
import { useUploads, type Item, type Uploads } from './use-uploads'
import { slotAnchor } from './words'

const PICTURES = ['jpg', 'jpeg', 'png', 'heic', 'webp']

/** All evidence of a record, slot by slot. */
export function EvidenceTray({ rec, kind }: { rec: RecordPage; kind: Kind | undefined }) {
  const uploads = useUploads(rec.id)
  return (
    <div style={{ display: 'grid', gap: 14, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {rec.slots.map((s) => <Slot key={s.code} slot={s} rec={rec} kind={kind} uploads={uploads} />)}
    </div>
  )
}

function Slot({ slot, rec, kind, uploads }: { slot: SlotState; rec: RecordPage; kind: Kind | undefined; uploads: Uploads }) {
  const words = useWords()
  const { t } = words
  const [over, setOver] = useState(false)
  const rule = kind?.slots?.find((s) => s.code === slot.code)
  const label = words.pick(slot.label, words.pick(rule?.label, slot.code))
  const mine = uploads.items.filter((i) => i.slot === slot.code)
  const may = rec.open.slots.includes(slot.code)
  const room = slot.max <= 0 || slot.have + mine.length < slot.max
  const asked = rec.transitions.some((o) => o.missing.some((m) => m.slot === slot.code))
  const add = (files: FileList | null) => { if (files?.length) uploads.add([...files], slot.code) }
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
      <p className={css.hint}>
        {words.pick(rule?.hint) && <>{words.pick(rule?.hint)} </>}
        {t('slot.rule', { types: slot.types.map((x) => x.toUpperCase()).join(', '), mb: slot.max_mb || 0 })}
        {slot.max > 0 && <> {t('slot.max', { n: slot.max })}</>}
        {rule?.signed && <> {t('slot.signed')}</>}
      </p>
      {(slot.documents.length > 0 || mine.length > 0) && (
        <ul className={css.files}>
          {slot.documents.map((d) => <li key={d.id}><DocumentCard doc={d} action={may && !d.bound_step && <Detach rec={rec.id} doc={d.id} name={d.name} />} /></li>)}
          {mine.map((i) => <li key={i.key}><Sending item={i} uploads={uploads} /></li>)}
        </ul>
      )}
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
        accept={slot.types.map((x) => `.${x}`).join(',')}
        className="sr-only"
        tabIndex={-1}
        aria-label={t('slot.choose_for', { label })}
        onChange={(e) => take(e.currentTarget)}
      />
    </div>
  )
}

function Sending({ item, uploads }: { item: Item; uploads: Uploads }) {
  const words = useWords()
  const { t } = words
  const percent = item.size > 0 ? Math.floor((100 * item.sent) / item.size) : 0
  const stopped = item.stage === 'paused' || item.stage === 'failed'
  return (
    <article className={css.file} aria-label={item.name}>
      <div className={css.fileTop}>
        <IconDoc size={26} aria-hidden />
        <div style={{ minWidth: 0, flex: 1 }}>
          <p className={css.fileName}>{item.name}</p>
          <p className={css.fileMeta}>
            <span className="num">{formatBytes(item.size)}</span>
            {item.hash && <span>SHA-256 <span className={css.hash}>{shortHash(item.hash)}</span></span>}
          </p>
        </div>
      </div>
      {item.stage !== 'refused' && (
        <>
          <div className={css.track} role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} aria-label={t('upload.progress_of', { name: item.name })}>
            <div style={{ width: `${percent}%` }} />
          </div>
          <p className={css.fileMeta} role="status">
            {t(`upload.${item.stage}`, { percent: formatNumber(percent) })}
          </p>
        </>
      )}
      {item.problem && <p className={css.fileError} role="alert">{problemLine(words, item)}</p>}
      <div className={css.buttons}>
        {stopped && <Button variant="default" leftSection={<IconPlay size={18} />} onClick={() => uploads.resume(item.key)}>{t('upload.resume')}</Button>}
        {(item.stage === 'sending' || item.stage === 'waiting') && <Button variant="default" leftSection={<IconPause size={18} />} onClick={() => uploads.pause(item.key)}>{t('upload.pause')}</Button>}
        <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => uploads.cancel(item.key)}>{t('upload.cancel')}</Button>
      </div>
    </article>
  )
}

function problemLine(words: ReturnType<typeof useWords>, item: Item): string {
  if (!item.problem) return ''
  const at = item.problem.errors[0]?.detail
  return at && at !== item.problem.message ? `${sentence(words, item.problem)} ${at}` : sentence(words, item.problem)
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
