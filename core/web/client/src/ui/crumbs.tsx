import { Fragment, type ReactNode } from 'react'
import { IconChevronRight } from './icons'
import css from './ui.module.css'

/** The way down to where one stands; the last one is here. */
export function Crumbs({ label, items }: { label: string; items: { key: string; node: ReactNode }[] }) {
  return (
    <nav aria-label={label}>
      <ol className={css.crumbs}>
        {items.map((item, i) => (
          <Fragment key={item.key}>
            {i > 0 && <li aria-hidden className={css.crumbSign}><IconChevronRight size={16} /></li>}
            <li className={css.crumb} aria-current={i === items.length - 1 ? 'page' : undefined}>{item.node}</li>
          </Fragment>
        ))}
      </ol>
    </nav>
  )
}
