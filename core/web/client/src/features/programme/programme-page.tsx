import '@/i18n/programme'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMe } from '@/api/me'
import { programmeQuery } from '@/api/programme'
import type { Programme } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Page } from '@/ui/page'
import { Notice, Skeletons } from '@/ui/state'
import css from './programme.module.css'

const Read = lazy(async () => ({ default: (await import('./text')).Text }))
const Matrix = lazy(async () => ({ default: (await import('./matrix')).Matrix }))
const Marks = lazy(async () => ({ default: (await import('./clause')).ClausePart }))
const Adopt = lazy(async () => ({ default: (await import('./adopt')).Adopt }))
const Gap = lazy(async () => ({ default: (await import('./why')).Why }))
const Board = lazy(async () => ({ default: (await import('./targets/targets')).Targets }))
const Tasks = lazy(async () => ({ default: (await import('./tasks')).Tasks }))
const Mapping = lazy(async () => ({ default: (await import('./mapping')).Mapping }))

const route = getRouteApi('/shell/programme')
const EXACT = { exact: true, includeSearch: true } // else every part of the one address is the present page

/** The resolution: read with its marks, as a matrix, one clause, adopted, mapped. Its address brings each back. */
export function ProgrammePage() {
  const { t } = useWords()
  const me = useMe()
  const search = route.useSearch()
  const query = useQuery(programmeQuery)
  const may = me.can.includes('admin:settings') || me.can.includes('*')
  const parts = [['', 'programme.part_text'], ['coverage', 'programme.part_coverage'], ['targets', 'programme.part_targets'], ['tasks', 'programme.part_tasks'], ...(may ? [['adopt', 'programme.part_adopt'], ['map', 'programme.part_map']] as const : [])] as const
  const { part = '', unit, period } = search
  return (
    <Page wide title={t('programme.title')} sub={query.data?.title || t('programme.sub')}>
      <nav aria-label={t('programme.parts')}>
        <ul className={css.parts}>
          {parts.map(([id, word]) => (
            <li key={id}><Link to="/programme" activeOptions={EXACT} search={{ part: id || undefined, unit, period }} aria-current={!search.clause && id === part ? 'page' : undefined}>{t(word)}</Link></li>
          ))}
        </ul>
      </nav>
      <Loaded query={query} skeleton={<Skeletons rows={5} height={96} label={t('state.loading')} />}>
        {(programme) => (
          <Suspense fallback={<Skeletons rows={5} height={96} label={t('state.loading')} />}>
            <Part of={programme} may={may} />
          </Suspense>
        )}
      </Loaded>
    </Page>
  )
}

function Part({ of, may }: { of: Programme; may: boolean }) {
  const { t } = useWords()
  const { part, measure, clause } = route.useSearch()
  if (part === 'why' && measure) return <Gap measure={measure} />
  if (clause) return <Marks id={clause} />
  if (part === 'coverage') return <Matrix of={of} />
  if (part === 'targets') return <Board />
  if (part === 'tasks') return <Tasks />
  if (part === 'adopt' && may) return <Adopt of={of} />
  if (part === 'map' && may) return <Mapping of={of} />
  // What the task areas serve is there before the province has said its words: codes that nobody knows.
  const unread = of.clauses.length > 0 && of.clauses.every((c) => !c.title.vi)
  return (
    <>
      {unread && <Notice title={t('programme.unread')} actions={may && <LinkButton to="/programme" search={{ part: 'adopt' }} variant="default">{t('programme.part_adopt')}</LinkButton>}>{t('programme.unread_hint')}</Notice>}
      <Read of={of} />
    </>
  )
}
