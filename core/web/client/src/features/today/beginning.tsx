import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/api/me'
import { setupQuery } from '@/api/setup'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Card } from '@/ui/page'

/** To who sets the province up: how much is left before its first figure. Gone when nothing is. */
export function Beginning() {
  const { t } = useWords()
  const { can } = useMe()
  const may = can.includes('admin:settings') || can.includes('*')
  const { data } = useQuery({ ...setupQuery, enabled: may })
  if (!data || data.done) return null
  return (
    <Card id="beginning" title={t('today.beginning')} action={<LinkButton to="/setup">{t('today.beginning_go')}</LinkButton>}>
      <p>{t('today.beginning_left', { n: data.steps.filter((s) => !s.done).length, all: data.steps.length })}</p>
    </Card>
  )
}
