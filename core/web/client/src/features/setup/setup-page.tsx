import '@/i18n/admin'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { setupQuery } from '@/api/setup'
import { useMe } from '@/api/me'
import type { SetupStep } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { IconCircleCheck, IconClock } from '@/ui/icons'
import { Card, Page } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import { Lengths } from './lengths'
import { Packs } from './packs'
import css from './setup.module.css'

/** Bắt đầu: what a new province has done, what is left, each a tap from where it is done; and what a starter pack would choose. */
export function SetupPage() {
  const { t } = useWords()
  const query = useQuery(setupQuery)
  return (
    <Page title={t('setup.title')} sub={query.data && (query.data.done ? t('setup.done') : t('setup.sub', { n: query.data.steps.filter((s) => !s.done).length, all: query.data.steps.length }))}>
      <Loaded query={query} skeleton={<Skeletons rows={5} label={t('state.loading')} />}>
        {({ steps, lengths, offers }) => (
          <>
            <Card label={t('setup.steps')}>
              <ol className={css.steps}>{steps.map((s) => <Step key={s.id} step={s} />)}</ol>
            </Card>
            {offers.length > 0 && <Packs offers={offers} />}
            {lengths.length > 0 && <Lengths lengths={lengths} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Step({ step: s }: { step: SetupStep }) {
  const { t, pick } = useWords()
  const rest = s.left - s.missing.length
  return (
    <li className={css.step} data-done={s.done}>
      {s.done ? <IconCircleCheck size={26} aria-label={t('setup.step_done')} /> : <IconClock size={26} aria-label={t('setup.step_left')} />}
      <div>
        <p className={css.name}><Way id={s.id} /></p>
        <p className={css.muted}>{t(`setup.${s.id}_have`, { n: s.have })}</p>
        {s.id !== 'record' && s.missing.length > 0 && <p className={css.muted}>{t(`setup.${s.id}_left`, { n: s.left })} {s.missing.map((m) => pick(m)).join(', ')}{rest > 0 && ` ${t(`setup.${s.id}_more`, { n: rest })}`}</p>}
        {s.id === 'units' && !s.done && <p className={css.muted}>{t('setup.units_how')}</p>}
      </div>
    </li>
  )
}

/** Where a step is done. Who writes no records invites who does. */
function Way({ id }: { id: SetupStep['id'] }) {
  const { t } = useWords()
  const { menu } = useMe()
  const first = menu[0]
  const word = t(`setup.${id}`)
  switch (id) {
    case 'units': return <Link to="/units">{word}</Link>
    case 'people': return <Link to="/people">{word}</Link>
    case 'modules': return <Link to="/modules">{word}</Link>
    case 'lengths': return <Link to="/settings" hash="lengths">{word}</Link>
    case 'record': return first ? <Link to="/records/$kind" params={{ kind: first.kind }}>{word}</Link> : <Link to="/people">{word}</Link>
  }
}
