import type { Kind, Revision, Value } from '@/api/types.gen'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import css from './draw.module.css'
import { FieldValue, isBlank } from './field-value'
import { fieldLabel, slotLabel, stateOf, verbLabel } from './words'

/** What happened to a record, newest first, with what was before and after. */
export function Timeline({ kind, items }: { kind: Kind | undefined; items: Revision[] }) {
  const words = useWords()
  const action = (r: Revision): string => {
    const name = r.action.replace(/^do:/, '')
    return words.maybe(`history.${name}`, verbLabel(words, kind, name))
  }
  return (
    <ol className={css.moments}>
      {items.map((r) => (
        <li key={`${r.at}.${r.version}.${r.action}`} className={css.moment}>
          <p className={css.momentHead}>{action(r)}</p>
          <p className={css.momentMeta}>
            {r.by.name || words.t('history.system')}
            {r.post && <>, {r.post}</>} · <time dateTime={r.at} className="num">{formatInstant(r.at)}</time>
          </p>
          {r.reason && <p style={{ marginTop: 6, lineHeight: 1.6 }}>{words.t('history.reason', { reason: r.reason })}</p>}
          {r.self_approval && <p style={{ marginTop: 6, lineHeight: 1.6 }}>{words.t('history.self_approval', { reason: r.self_approval })}</p>}
          {r.changes.filter((c) => !kind?.fields.find((f) => f.name === c.field)?.internal).map((c) => (
            <div key={c.field} className={css.change}>
              <span className={css.momentMeta}>{words.pick(c.label) || slotOrField(words, kind, c.field)}</span>
              <span>
                <del><Shown kind={kind} field={c.field} value={c.old} /></del>
                {' → '}
                <ins><Shown kind={kind} field={c.field} value={c.new} /></ins>
              </span>
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

function slotOrField(words: ReturnType<typeof useWords>, kind: Kind | undefined, name: string): string {
  const slot = name.replace(/^(slot|slots)[.:]/, '')
  return kind?.slots?.some((s) => s.code === slot) ? slotLabel(words, kind, slot) : fieldLabel(words, kind, name)
}

function Shown({ kind, field, value }: { kind: Kind | undefined; field: string; value: Value | undefined }) {
  const words = useWords()
  if (isBlank(value)) return <>{words.t('value.blank')}</>
  if (field === 'state') return <>{stateOf(words, kind, String(value)).label}</>
  const declared = kind?.fields.find((f) => f.name === field)
  if (declared && declared.type !== 'list') return <FieldValue field={declared} value={value} />
  if (Array.isArray(value)) return <>{words.t('value.rows', { n: value.length })}</>
  return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>
}
