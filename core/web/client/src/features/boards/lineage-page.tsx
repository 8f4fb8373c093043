import '@/i18n/figures'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useCanGoBack, useRouter } from '@tanstack/react-router'
import { lineageQuery } from '@/api/figures'
import { useMe } from '@/api/me'
import type { Lineage } from '@/api/types.gen'
import { FigureBody } from '@/draw/figure'
import { periodOf } from '@/draw/period'
import { Loaded } from '@/draw/problem'
import { formatInstant, formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconArrowLeft, IconChevronRight } from '@/ui/icons'
import { Back, Card, Page, Rows } from '@/ui/page'
import { Notice, Skeletons, State } from '@/ui/state'
import { Across } from './across'
import css from './boards.module.css'
import { Parts } from './parts'
import { PeriodPicker } from './period-picker'
import { Source } from './source'
import { Split } from './split'

const route = getRouteApi('/shell/figures/$measure')

/** One figure down to its proof: units, records, papers with their fingerprints. */
export function LineagePage() {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const { measure } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = search.period || periodOf(me.today, 'year')
  const query = useInfiniteQuery(lineageQuery(measure, search.unit || undefined, period, search.part))
  const first = query.data?.pages[0]
  return (
    <Page
      wide
      before={<BackToBoard unit={search.unit} period={search.period} />}
      eyebrow={first?.figure.unit.name}
      title={first ? words.pick(first.figure.label, measure) : t('lineage.title')}
      sub={first && (words.pick(first.figure.hint) || undefined)}
    >
      <div className={css.bar}>
        <PeriodPicker period={period} onChange={(p) => void navigate({ search: (old: object) => ({ ...old, period: p }), replace: true })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={4} height={140} label={t('state.loading')} />}>
        {(data) => (
          <>
            {data.pages[0] && <Whole lineage={data.pages[0]} period={period} />}
            {data.pages[0]?.figure.kind === 'coverage' && !search.part && <Across measure={measure} unit={data.pages[0].figure.unit.id} period={period} />}
            <Records pages={data.pages} more={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            {data.pages[0] && <Missing lineage={data.pages[0]} period={period} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Back to where one came from; opened by a shared address, to the first board. */
function BackToBoard({ unit, period }: { unit: string | undefined; period: string | undefined }) {
  const { t } = useWords()
  const { boards } = useMe()
  const router = useRouter()
  const can = useCanGoBack()
  const board = boards[0]
  if (!board) return null
  return (
    <Link
      to="/boards/$id"
      params={{ id: board.id }}
      search={{ unit, period }}
      className={Back}
      onClick={(e) => {
        if (!can) return
        e.preventDefault()
        router.history.back()
      }}
    >
      <IconArrowLeft size={20} aria-hidden />
      {t(can ? 'lineage.back' : 'lineage.to_board')}
    </Link>
  )
}

function Whole({ lineage, period }: { lineage: Lineage; period: string }) {
  const { t } = useWords()
  const { figure } = lineage
  return (
    <>
      <Card label={t('lineage.figure')}>
        <FigureBody figure={figure} unit={figure.in} big />
        {figure.target && figure.status !== 'none' && figure.status !== 'met' && <p><Link to="/programme" search={{ part: 'why', measure: figure.measure, unit: figure.unit.id, period }}>{t('lineage.why')}</Link></p>}
        <p className={`${css.asOf} num`}>{t('boards.as_of', { at: formatInstant(figure.as_of) })}</p>
      </Card>
      {figure.split.length > 0 && (
        <Card title={t('figure.split')}>
          <Split split={figure.split} measure={figure.measure} in={figure.in} at={figure.unit.id} period={period} />
        </Card>
      )}
      <Parts lineage={lineage} period={period} />
    </>
  )
}

function Records({ pages, more, loading, onMore }: { pages: Lineage[]; more: boolean; loading: boolean; onMore: () => void }) {
  const { t } = useWords()
  const first = pages[0]
  const records = pages.flatMap((p) => p.records)
  const hidden = pages.reduce((n, p) => n + p.hidden.records, 0)
  if (!first) return null
  return (
    <section aria-labelledby="records-title" style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <h2 id="records-title" style={{ fontSize: '1.15rem', fontWeight: 650, lineHeight: 1.5 }}>{t('lineage.records')}</h2>
      {records.length === 0 && hidden === 0 && <State title={t('lineage.no_records')}>{t('lineage.no_records_hint')}</State>}
      {records.length > 0 && <Rows>{records.map((r) => <Source key={`${r.id}.${r.unit.id}`} rec={r} of={first.figure.kind} plain={first.figure.no_proof} />)}</Rows>}
      {hidden > 0 && <Notice title={t('lineage.hidden', { n: formatNumber(hidden) })}>{t('lineage.hidden_hint')}</Notice>}
      {more && <div><Button variant="default" loading={loading} onClick={onMore}>{t('lineage.more')}</Button></div>}
    </section>
  )
}

function Missing({ lineage, period }: { lineage: Lineage; period: string }) {
  const { t } = useWords()
  const { missing, figure } = lineage
  if (missing.length === 0) return null
  return (
    <Card id="missing" title={t('lineage.missing', { n: missing.length })}>
      <p className={css.hint}>{t('lineage.missing_hint')}</p>
      <details className={css.fold} open={missing.length <= 12}>
        <summary><IconChevronRight size={20} aria-hidden />{t('lineage.missing_list')}</summary>
        <ul className={css.names}>
          {missing.map((u) => (
            <li key={u.id}>
              <Link to="/figures/$measure" params={{ measure: figure.measure }} search={{ unit: u.id, period }}>{u.name}</Link>
              {u.need > 1 && <span className={`${css.need} num`}>{t('lineage.have', { n: u.have, of: u.need })}</span>}
            </li>
          ))}
        </ul>
      </details>
    </Card>
  )
}
