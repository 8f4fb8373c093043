import '@/i18n/admin'
import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '@/api/settings'
import { Loaded } from '@/draw/problem'
import { Proposals } from '@/draw/proposals'
import { useWords } from '@/i18n'
import { Page } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import { DutySwitches } from './duty-switches'
import { Heads } from './heads'
import { Lengths } from './lengths'
import { OwnWork } from './own-work'
import { PublicPage } from './public-page'
import { Reminders } from './reminders'

/** What the province decides for itself: how long, where the law says nothing, what is owed in a rhythm, who is reminded, who leads a unit, who may decide on own work, and what everybody sees. */
export function SettingsPage() {
  const { t } = useWords()
  const query = useQuery(settingsQuery)
  return (
    <Page title={t('settings.title')} sub={t('settings.sub')}>
      <Loaded query={query} skeleton={<Skeletons rows={3} label={t('state.loading')} />}>
        {({ settings, choices }) => (
          <>
            <Proposals />
            <Lengths set={settings.deadlines} />
            <DutySwitches choices={choices.duties} set={settings} />
            <Reminders own={settings.reminders} choices={choices} />
            <Heads set={settings.heads} />
            <OwnWork list={settings.self_approvals} />
            <PublicPage set={settings.public} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
