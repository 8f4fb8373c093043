import { Button } from '@mantine/core'
import { shortHash } from '@/api/digest'
import { cancel, pause, resume, type Item, type Stage } from '@/api/sendings'
import { formatBytes, formatNumber } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { IconDoc, IconPause, IconPlay, IconTrash } from '@/ui/icons'
import css from './draw.module.css'
import { sentence } from './problem'

/** A file on its way: how far it is, and what may be done about it. */
export function FileOnItsWay({ item }: { item: Item & { stage: Exclude<Stage, 'refused'> } }) {
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
      <div className={css.track} role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} aria-label={t('upload.progress_of', { name: item.name })}>
        <div style={{ width: `${percent}%` }} />
      </div>
      <p className={css.fileMeta} role="status">{t(`upload.${item.stage}`, { percent: formatNumber(percent) })}</p>
      {item.problem && <p className={css.fileError} role="alert">{refusalLine(words, item)}</p>}
      <div className={css.buttons}>
        {stopped && <Button variant="default" leftSection={<IconPlay size={18} />} onClick={() => resume(item.key)}>{t('upload.resume')}</Button>}
        {(item.stage === 'sending' || item.stage === 'waiting') && <Button variant="default" leftSection={<IconPause size={18} />} onClick={() => pause(item.key)}>{t('upload.pause')}</Button>}
        <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={() => cancel(item.key)}>{t('upload.cancel')}</Button>
      </div>
    </article>
  )
}

/** Why a file was not taken, in one sentence. */
export function refusalLine(words: Words, item: Item): string {
  if (!item.problem) return ''
  const at = item.problem.errors[0]?.detail
  return at && at !== item.problem.message ? `${sentence(words, item.problem)} ${at}` : sentence(words, item.problem)
}
