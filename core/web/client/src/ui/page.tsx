import type { ReactNode } from 'react'
import css from './ui.module.css'

/** A screen: one heading, what it is about, and its main verb. */
export function Page({ title, eyebrow, sub, action, wide, children, before }: {
  title: ReactNode
  eyebrow?: ReactNode
  sub?: ReactNode
  action?: ReactNode
  before?: ReactNode
  wide?: boolean
  children?: ReactNode
}) {
  return (
    <div className={`${css.page} ${wide ? css.wide : ''}`}>
      {before}
      <header className={css.head}>
        <div className={css.headText}>
          {eyebrow && <p className={css.eyebrow}>{eyebrow}</p>}
          <h1 className={css.title} tabIndex={-1}>{title}</h1>
          {sub && <div className={css.sub}>{sub}</div>}
        </div>
        {action && <div className={css.actions}>{action}</div>}
      </header>
      {children}
    </div>
  )
}

export function Card({ title, children, action, id, label }: { title?: ReactNode; children?: ReactNode; action?: ReactNode; id?: string; label?: string }) {
  const heading = id && title ? `${id}-title` : undefined
  return (
    <section className={css.card} id={id} aria-labelledby={heading} aria-label={label}>
      {(title || action) && (
        <div className={css.head} style={{ marginBottom: children ? 14 : 0, alignItems: 'center' }}>
          {title && <h2 className={css.cardTitle} id={heading}>{title}</h2>}
          {action}
        </div>
      )}
      {children}
    </section>
  )
}

export const Rows = ({ children, label }: { children: ReactNode; label?: string }) => <ul className={css.rows} aria-label={label}>{children}</ul>
/** Rows without gaps on one sheet: the dense list. */
export const Sheet = ({ children, label }: { children: ReactNode; label?: string }) => <ul className={css.sheet} aria-label={label}>{children}</ul>
export const Stack = ({ children, gap = 16 }: { children: ReactNode; gap?: number }) => <div className={css.stack} style={{ gap }}>{children}</div>
export const Actions = ({ children }: { children: ReactNode }) => <div className={css.actions}>{children}</div>
export const Back = css.back
