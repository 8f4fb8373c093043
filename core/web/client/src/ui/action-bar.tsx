import type { ReactNode } from 'react'
import css from './action-bar.module.css'

/** Within the thumb's reach, whatever is scrolled: where things stand, and the main verb. */
export const ActionBar = ({ children }: { children: ReactNode }) => <div className={css.bar}>{children}</div>
