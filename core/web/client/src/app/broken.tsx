import { Button } from '@mantine/core'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Page } from '@/ui/page'
import { State } from '@/ui/state'

/** A screen that could not be drawn: most often its code did not arrive, or an older one is still open. */
export function Broken({ error }: { error: unknown }) {
  const { t } = useWords()
  const missing = /import|fetch|load/i.test(error instanceof Error ? error.message : '')
  return (
    <Page title={t(missing ? 'broken.title_missing' : 'problem.title.broken')}>
      <State
        title={t(missing ? 'broken.missing' : 'broken.what')}
        action={<><Button onClick={() => window.location.reload()}>{t('action.reload')}</Button><LinkButton to="/" variant="default">{t('action.back_today')}</LinkButton></>}
      >
        {t(missing ? 'broken.missing_hint' : 'broken.hint')}
      </State>
    </Page>
  )
}
