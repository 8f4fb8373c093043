import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSetLanguage, useWords } from '@/i18n'
import { Mark } from '@/ui/brand'
import { IconLanguage } from '@/ui/icons'
import css from './signin.module.css'

/** The door: the mark, one card, and the other language. */
export function Front({ title, sub, children, help }: { title: ReactNode; sub?: ReactNode; children: ReactNode; help?: ReactNode }) {
  const { t, lang } = useWords()
  const setLanguage = useSetLanguage()
  const other = lang === 'vi' ? 'en' : 'vi'
  return (
    <main className={css.screen}>
      <div className={css.brand}>
        <Mark size={64} />
        <div>
          <p className={css.product}>Đoàn Kết</p>
          <p className={css.motto}>{t('signin.motto')}</p>
        </div>
      </div>
      <section className={css.card} aria-labelledby="front-title">
        <div>
          <h1 className={css.title} id="front-title">{title}</h1>
          {sub && <p className={css.sub}>{sub}</p>}
        </div>
        {children}
      </section>
      {help && <p className={css.help}>{help}</p>}
      <Button variant="subtle" lang={other} leftSection={<IconLanguage size={20} aria-hidden />} onClick={() => setLanguage(other)}>
        {other === 'en' ? 'English' : 'Tiếng Việt'}
      </Button>
    </main>
  )
}
