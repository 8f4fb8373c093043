import { Button, NativeSelect, Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { dutiesQuery } from '@/api/duties'
import type { Duty } from '@/api/types.gen'
import { DutyRow, dutyTitle } from '@/draw/duty-row'
import { UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { useWords, type Key } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Page, Sheet } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import css from './duties.module.css'
import { ExcuseForm, TakeBackForm } from './excuse'

const route = getRouteApi('/shell/duties')
const STATES = ['owed', 'not_begun', 'missed', 'met', 'met_late', 'excused', 'ended', 'all'] as const

/** What units owe period by period, narrowed by state and unit; who may releases a unit here. */
export function DutiesPage() {
  const words = useWords()
  const { t } = words
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const state = search.state ?? 'owed'
  const query = useInfiniteQuery(dutiesQuery({ ...search, state: state === 'all' ? undefined : state }))
  const narrow = (part: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const [asking, setAsking] = useState<Duty | null>(null)
  const [reasons, setReasons] = useState<Record<string, string>>({}) // what was typed stays when the dialog is left
  const total = query.data?.pages[0]?.total
  return (
    <Page wide title={t('duty.title')} sub={t('duty.sub')}>
      <div className={css.filters}>
        <NativeSelect label={t('duty.state')} value={state} onChange={(e) => narrow({ state: e.currentTarget.value })} data={STATES.map((s) => ({ value: s, label: t(`duty.state.${s}` as Key) }))} />
        <UnitPicker label={t('duty.unit')} clearable value={search.under ?? ''} onChange={(under) => narrow({ under: under || undefined })} />
        <Switch className={css.mine} label={t('duty.mine')} checked={search.mine ?? false} onChange={(e) => narrow({ mine: e.currentTarget.checked || undefined })} />
        {search.duty && <Button variant="subtle" onClick={() => narrow({ duty: undefined, period: undefined })}>{t('duty.clear')}</Button>}
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={6} height={88} label={t('state.loading')} />}>
        {(data) => total === 0 ? <State title={t('duty.none')}>{t('duty.none_hint')}</State> : (
          <>
            <p className={css.count}>{t('duty.count', { n: total ?? 0 })}</p>
            <Sheet>{data.pages.flatMap((p) => p.items).map((d) => <DutyRow key={d.id} duty={d} more={<Release duty={d} onAsk={() => setAsking(d)} />} />)}</Sheet>
            {query.hasNextPage && <div><Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('duty.more')}</Button></div>}
          </>
        )}
      </Loaded>
      <Ask opened={asking !== null} onClose={() => setAsking(null)} title={asking ? dutyTitle(words, asking) : ''}>
        {asking && (asking.can.includes('take_back')
          ? <TakeBackForm duty={asking} onDone={() => setAsking(null)} />
          : <ExcuseForm duty={asking} reason={reasons[asking.id] ?? ''} onReason={(r) => setReasons((old) => ({ ...old, [asking.id]: r }))} onDone={() => setAsking(null)} />)}
      </Ask>
    </Page>
  )
}

function Release({ duty, onAsk }: { duty: Duty; onAsk: () => void }) {
  const { t } = useWords()
  const act = duty.can.find((c) => c === 'excuse' || c === 'take_back')
  if (!act) return null
  return <Button variant="default" onClick={onAsk}>{t(act === 'excuse' ? 'duty.excuse' : 'duty.take_back')}</Button>
}
