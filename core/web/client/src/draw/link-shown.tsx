import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { CopyButton } from '@/ui/copy-button'
import { Notice } from '@/ui/state'
import css from './proposals.module.css'

/** A one-time link, shown this once: the server keeps only what proves it. */
export function LinkShown({ link, name }: { link: { url: string; expires_at: string }; name: string }) {
  const { t } = useWords()
  return (
    <Notice tone="good" live title={t('people.link_title', { name })}>
      <p>{t('people.link_once', { at: formatInstant(link.expires_at) })}</p>
      <p className={css.link}>{link.url}</p>
      <CopyButton variant="filled" text={link.url} done={t('action.copied')} failed={t('action.copy_failed')}>{t('people.link_copy')}</CopyButton>
    </Notice>
  )
}
