import { Button, NativeSelect, Textarea } from '@mantine/core'
import { createContext, useContext, useEffect, useId, type ReactNode } from 'react'
import type { Written } from '@/api/types.gen'
import { periodName } from '@/draw/period'
import { sentence } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatTime, inSentence } from '@/i18n/format'
import { DateInput } from '@/ui/date-input'
import { IconAlert, IconCheck, IconCloudOff } from '@/ui/icons'
import { Notice } from '@/ui/state'
import { filled, kept, written } from './fill'
import css from './report.module.css'
import { useWriting, type Writing } from './use-writing'
import { placeOf } from './wanting'

/** The report that is written in. */
export interface Writer { template: string; unit: string; unitName: string; period: string; frozen: boolean; onUnsent: (key: string, unsent: boolean) => void }
export const WriterContext = createContext<Writer | null>(null)

/** A place people write at: it saves itself, says where what was typed is, and never writes over another's. */
export function Place({ held, label, shown = label, as = 'text', rows = 2 }: { held: Written; label: string; /** What stands above it, nothing under a heading that says the same. */ shown?: string; as?: 'text' | 'day' | 'layout'; rows?: number }) {
  const writer = useContext(WriterContext)
  return writer && <Writable key={`${writer.unit} ${writer.period}`} writer={writer} held={held} label={label} above={shown} as={as} rows={rows} />
}

function Writable({ writer, held, label, above, as, rows }: { writer: Writer; held: Written; label: string; above: string; as: 'text' | 'day' | 'layout'; rows: number }) {
  const words = useWords()
  const { t } = words
  const note = useId()
  const w = useWriting(writer, held)
  const { onUnsent } = writer
  useEffect(() => {
    onUnsent(held.key, w.unsent)
    return () => onUnsent(held.key, false)
  }, [onUnsent, held.key, w.unsent])
  if (writer.frozen) return w.unsent && <LeftOver writing={w} label={label} />
  const id = placeOf(held.key)
  const shown = filled(w.text, writer.period, writer.unitName)
  return (
    <div className={css.place} role="group" aria-label={label}>
      {as === 'day' && <DateInput id={id} label={label} value={w.text} onChange={w.change} />}
      {as === 'layout' && (
        <NativeSelect id={id} label={label} value={w.text} onChange={(e) => w.change(e.currentTarget.value)} data={[{ value: 'state', label: t('report.layout_state') }, { value: 'party', label: t('report.layout_party') }]} />
      )}
      {as === 'text' && <Textarea id={id} label={above || undefined} aria-label={label} minRows={rows} value={written(words, w.text)} onChange={(e) => w.change(kept(words, e.currentTarget.value))} aria-describedby={note} />}
      <div id={note} className={css.below}>
        {held.from && !w.unsent && (
          <p className={css.carried}>
            <span>{t('report.carried', { period: inSentence(periodName(words, held.from)) })}</span>
            <Button variant="default" onClick={w.confirm}>{t('report.carried_yes')}</Button>
          </p>
        )}
        {shown !== w.text && <p className={css.note}>{t('report.on_paper', { text: shown })}</p>}
        <Tick writing={w} />
      </div>
      {w.clash && <Clash writing={w} held={held} />}
      {!w.safe && <Notice tone="warn" live title={t('saved.no_room')}>{t('saved.no_room_hint')}</Notice>}
    </div>
  )
}

/** Where what was typed is right now. */
function Tick({ writing: { saving, savedAt, problem, unsent, clash } }: { writing: Writing }) {
  const words = useWords()
  const { t } = words
  const say = (sign: ReactNode, text: string, tone: 'ok' | 'wait' | undefined) => <span className={css.tick} data-tone={tone} role="status">{sign}{text}</span>
  if (clash) return null
  if (saving === 'refused' && problem) return say(<IconAlert size={20} aria-hidden />, sentence(words, problem), 'wait')
  if (saving === 'waiting') return say(<IconCloudOff size={20} aria-hidden />, t('saved.on_device'), 'wait')
  if (saving === 'saved' && !unsent) return say(<IconCheck size={20} aria-hidden />, savedAt ? t('saved.at', { at: formatTime(savedAt) }) : t('saved.done'), 'ok')
  if (unsent) return say(null, t(saving === 'sending' ? 'saved.sending' : 'saved.typing'), undefined)
  return <span role="status" />
}

function Clash({ writing, held }: { writing: Writing; held: Written }) {
  const words = useWords()
  const { t } = words
  return (
    <Notice
      tone="warn"
      live
      title={t('report.clash')}
      actions={(
        <>
          <Button variant="default" onClick={() => writing.settle(true)}>{t('report.clash_mine')}</Button>
          <Button variant="default" onClick={() => writing.settle(false)}>{t('report.clash_theirs')}</Button>
        </>
      )}
    >
      <p>{t('report.clash_text')}</p>
      <blockquote className={css.quote}>{written(words, held.text) || t('report.nothing')}</blockquote>
    </Notice>
  )
}

/** What did not reach the report before it was frozen is not thrown away unasked. */
function LeftOver({ writing, label }: { writing: Writing; label: string }) {
  const words = useWords()
  const { t } = words
  return (
    <Notice tone="warn" title={t('report.too_late', { place: label })} actions={<Button variant="default" onClick={writing.drop}>{t('report.too_late_drop')}</Button>}>
      <blockquote className={css.quote}>{written(words, writing.text)}</blockquote>
    </Notice>
  )
}
