import '@/i18n/figures'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { boardQuery } from '@/api/figures'
import { useMe } from '@/api/me'
import type { Sheet } from '@/api/types.gen'
import { firstDay, periodOf, shift } from '@/draw/period'
import { Loaded } from '@/draw/problem'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Crumbs } from '@/ui/crumbs'
import { Page } from '@/ui/page'
import { Notice, Skeletons, State } from '@/ui/state'
import css from './boards.module.css'
import { PeriodPicker } from './period-picker'
import { Ranks } from './ranks'
import { Tile } from './tile'

const ClosingMark = lazy(async () => ({ default: (await import('@/draw/closing/closing-mark')).ClosingMark }))

const route = getRouteApi('/shell/boards/$id')

/** A board of figures at one unit in one period; every figure opens, every unit below narrows. */
export function BoardPage() {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = search.period || periodOf(me.today, 'year')
  const query = useQuery({ ...boardQuery(id, search.unit || undefined, period), placeholderData: (old) => (old?.board === id ? old : undefined) })
  const board = query.data
  const label = words.pick(board?.label ?? me.boards.find((b) => b.id === id)?.label, t('nav.boards'))
  return (
    <Page wide eyebrow={board && label} title={board?.unit.name ?? label} sub={board && <Freshness board={board} />} before={board && <Path board={board} period={search.period} />}>
      <div className={css.bar}>
        <Others current={id} unit={search.unit} period={search.period} />
        <PeriodPicker period={period} onChange={(p) => void navigate({ search: (old: object) => ({ ...old, period: p }), replace: true })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={4} height={170} label={t('state.loading')} />}>
        {(data) => <Body board={data} period={period} />}
      </Loaded>
    </Page>
  )
}

function Path({ board, period }: { board: Sheet; period: string | undefined }) {
  const { t } = useWords()
  if (board.breadcrumb.length < 2) return null
  const last = board.breadcrumb.length - 1
  return (
    <Crumbs
      label={t('boards.path')}
      items={board.breadcrumb.map((u, i) => ({
        key: u.id,
        node: i === last ? u.name : <Link to="/boards/$id" params={{ id: board.board }} search={{ unit: u.id, period }}>{u.name}</Link>,
      }))}
    />
  )
}

function Freshness({ board }: { board: Sheet }) {
  const { t } = useWords()
  const stale = board.tiles.some((x) => x.figure.stale)
  return <span className="num">{t(stale ? 'boards.as_of_stale' : 'boards.as_of', { at: formatInstant(board.as_of) })}</span>
}

/** On a phone the boards stand in one row, which begins at the open one. */
const showItem = (item: HTMLElement | null): void => item?.scrollIntoView({ block: 'nearest', inline: 'center' })

/** The other boards, at the same unit and period. */
function Others({ current, unit, period }: { current: string; unit: string | undefined; period: string | undefined }) {
  const words = useWords()
  const { boards } = useMe()
  if (boards.length < 2) return <span />
  return (
    <nav aria-label={words.t('boards.others')}>
      <ul className={css.boards}>
        {boards.toSorted((a, b) => Number(a.off ?? false) - Number(b.off ?? false)).map((b) => (
          <li key={b.id} ref={b.id === current ? showItem : undefined}>
            <Link to="/boards/$id" params={{ id: b.id }} search={{ unit, period }} aria-current={b.id === current ? 'page' : undefined} data-off={b.off}>{words.pick(b.label, b.id)}</Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Body({ board, period }: { board: Sheet; period: string }) {
  const { t } = useWords()
  const { today } = useMe()
  if (board.tiles.length === 0) return <State title={t('boards.empty')}>{t('boards.empty_hint')}</State>
  const over = firstDay(shift(period, 1)) <= today
  const off = board.tiles.every((x) => x.figure.pilot === 'off')
  const nothing = !off && board.tiles.every((x) => x.figure.numerator === 0 && x.figure.denominator === 0)
  return (
    <>
      {off && <Notice title={t('boards.off')}>{t('boards.off_hint')}</Notice>}
      {over && !off && <Suspense><ClosingMark unit={board.unit.id} period={period} /></Suspense>}
      {nothing && <Notice title={t('boards.nothing')}>{t('boards.nothing_hint')}</Notice>}
      <ul className={css.tiles} aria-label={t('boards.tiles')}>
        {board.tiles.map((tile) => <Tile key={tile.measure} tile={tile} unit={board.unit.id} period={period} />)}
      </ul>
      {!off && <Ranks board={board} period={period} />}
    </>
  )
}
