import type { ReactNode } from 'react'
import css from './ui.module.css'
import { IconAlert, IconCircleCheck, IconInfo } from './icons'

/** An empty or failed place: what is the matter, and what to do next. */
export function State({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.state} role="status">
      <p className={css.stateTitle}>{title}</p>
      {children && <div className={css.stateBody}>{children}</div>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  )
}

export function Skeletons({ rows = 4, height = 76, label }: { rows?: number; height?: number; label: string }) {
  return (
    <div className={css.rows} role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, i) => <div key={i} className={css.skeleton} style={{ height, opacity: 1 - i * 0.15 }} />)}
    </div>
  )
}

export type Tone = 'info' | 'warn' | 'bad' | 'good'

export function Notice({ tone = 'info', title, children, actions, live }: { tone?: Tone; title?: ReactNode; children?: ReactNode; actions?: ReactNode; live?: boolean }) {
  const Sign = tone === 'good' ? IconCircleCheck : tone === 'info' ? IconInfo : IconAlert
  return (
    <div className={`${css.notice} ${css[tone]}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Sign size={22} aria-hidden />
      <div>
        {title && <p className={css.noticeTitle}>{title}</p>}
        {children}
        {actions && <div className={css.noticeActions}>{actions}</div>}
      </div>
    </div>
  )
}

export type BadgeTone = 'neutral' | 'info' | 'good' | 'warn' | 'bad'
export type Mark = 'dot' | 'ring' | 'half' | 'square'

/** A word with a mark whose shape differs as well as its colour. */
export function Badge({ tone, mark = 'dot', children }: { tone: BadgeTone; mark?: Mark; children: ReactNode }) {
  const shape = mark === 'dot' ? '' : css[mark]
  return (
    <span className={`${css.badge} ${css[`b_${tone}`]}`}>
      <i className={`${css.dot} ${shape}`} aria-hidden />
      <span>{children}</span>
    </span>
  )
}
