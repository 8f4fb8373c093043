import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Page } from '@/ui/page'
import { State } from '@/ui/state'

/** No screen has this address. */
export function Lost() {
  const { t } = useWords()
  return (
    <Page title={t('lost.title')}>
      <State title={t('lost.what')} action={<LinkButton to="/">{t('action.back_today')}</LinkButton>}>{t('lost.hint')}</State>
    </Page>
  )
}
