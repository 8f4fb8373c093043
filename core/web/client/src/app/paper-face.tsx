import { useEffect, useState } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { formatInstant } from '@/i18n/format'
import css from './shell.module.css'

/** What stands above a printed page: whose it is, and when it was printed. */
export function PaperHead() {
  const { t } = useWords()
  const { tenant, posts } = useMe()
  const [at, setAt] = useState(() => new Date().toISOString())
  useEffect(() => {
    const now = () => setAt(new Date().toISOString())
    window.addEventListener('beforeprint', now)
    return () => window.removeEventListener('beforeprint', now)
  }, [])
  return (
    <div className={css.paperHead} aria-hidden>
      <p>{tenant.name}<br /><strong>{posts[0]?.unit.name}</strong></p>
      <p className="num">{t('print.at', { at: formatInstant(at) })}</p>
    </div>
  )
}

/** What stands below it: room for who made it and for who answers for it. */
export function PaperFoot() {
  const { t } = useWords()
  const { person } = useMe()
  return (
    <div className={css.paperFoot} aria-hidden>
      <p><strong>{t('print.by')}</strong><br />{t('print.sign')}<span>{person.name}</span></p>
      <p><strong>{t('print.head')}</strong><br />{t('print.sign')}</p>
    </div>
  )
}
