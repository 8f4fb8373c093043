import '@/i18n/admin'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { modulesQuery } from '@/api/modules'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Page } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { ModuleCard } from './module-card'
import css from './modules.module.css'
import { conditionOf } from './status'
import { SwitchDialog, type Want } from './switch-dialog'
import { VersionDialog } from './version-dialog'

/** The switchboard: which task areas the province works with, and how each fares. */
export function ModulesPage() {
  const words = useWords()
  const { t } = words
  const [asking, setAsking] = useState<{ id: string; want: Want } | null>(null)
  const [moving, setMoving] = useState('')
  const query = useQuery({
    ...modulesQuery,
    refetchInterval: (q) => (q.state.data?.some((m) => conditionOf(m).passing) ? 10_000 : false),
  })
  const chosen = query.data?.find((m) => m.id === asking?.id)
  const moved = query.data?.find((m) => m.id === moving)
  const on = query.data?.filter((m) => m.enabled).length ?? 0
  return (
    <Page wide title={t('modules.title')} sub={query.data ? t('modules.sub', { on, all: query.data.length }) : undefined}>
      <Loaded query={query} skeleton={<Skeletons rows={3} height={180} label={t('state.loading')} />}>
        {(list) => list.length === 0
          ? <State title={t('modules.none')}>{t('modules.none_hint')}</State>
          : <ul className={css.cards}>{list.map((m) => <ModuleCard key={m.id} module={m} onSwitch={(want) => setAsking({ id: m.id, want })} onVersion={() => setMoving(m.id)} />)}</ul>}
      </Loaded>
      <Ask opened={chosen !== undefined} onClose={() => setAsking(null)} title={chosen && asking ? t(`modules.${asking.want}_title`, { name: words.pick(chosen.label, chosen.id) }) : ''}>
        {chosen && asking && <SwitchDialog key={`${chosen.id}.${asking.want}`} module={chosen} want={asking.want} onClose={() => setAsking(null)} />}
      </Ask>
      <Ask opened={moved !== undefined} onClose={() => setMoving('')} title={moved ? t('modules.version_title', { name: words.pick(moved.label, moved.id) }) : ''}>
        {moved && <VersionDialog key={moved.id} module={moved} onClose={() => setMoving('')} />}
      </Ask>
    </Page>
  )
}
