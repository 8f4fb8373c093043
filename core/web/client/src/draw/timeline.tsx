import type { Kind, Revision } from '@/api/types.gen'
import { formatInstant } from '@/i18n/format'
import { useWords, type Words } from '@/i18n'
import { Changes, visible } from './changes'
import css from './draw.module.css'
import { verbLabel } from './words'

/** Acts the machine does by itself: without a change to show they say nothing. */
const SILENT = new Set(['update', 'refresh', 'deadline'])

/** What happened to a record, newest first: who did what to which field. */
export function Timeline({ kind, items }: { kind: Kind | undefined; items: Revision[] }) {
  const words = useWords()
  const moments = items.map((r) => ({ r, changes: visible(kind, r.changes) })).filter(({ r, changes }) => changes.length > 0 || r.reason || !SILENT.has(r.action))
  return (
    <ol className={css.moments}>
      {moments.map(({ r, changes }) => (
        <li key={`${r.at}.${r.version}.${r.action}`} className={css.moment}>
          <p className={css.momentHead}>{actOf(words, kind, r)}</p>
          <p className={css.momentMeta}>
            {r.by.id.startsWith('system:') || !r.by.name ? words.t('history.system') : r.by.name}
            {r.as && <>, {[words.pick(r.as.role), r.as.unit].filter(Boolean).join(', ')}</>}
            {r.as?.for && <>, {words.t('history.stands_in', { name: r.as.for.name })}</>}
            {' · '}<time dateTime={r.at} className="num">{formatInstant(r.at)}</time>
          </p>
          {r.self_approval && <p style={{ marginTop: 6, lineHeight: 1.6 }}>{words.t('history.self_approval', { reason: r.self_approval })}</p>}
          {r.reason && <p style={{ marginTop: 6, lineHeight: 1.6 }}>{words.t('history.reason', { reason: r.reason })}</p>}
          <Changes kind={kind} changes={changes} />
        </li>
      ))}
    </ol>
  )
}

function actOf(words: Words, kind: Kind | undefined, r: Revision): string {
  const name = r.action.replace(/^do:/, '')
  const verb = words.pick(r.label) || verbLabel(words, kind, name)
  return words.maybe(`history.${r.action}`, verb === name ? words.t('history.other') : verb)
}
