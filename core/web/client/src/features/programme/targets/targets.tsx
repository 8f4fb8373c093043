import { useQuery } from '@tanstack/react-query'
import { targetsQuery } from '@/api/programme'
import type { Figure, Targets as Board } from '@/api/types.gen'
import { formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { State } from '@/ui/state'
import { Opening, useWhere } from '../opening'
import css from '../programme.module.css'
import { GoalCard, MeasureCard } from './card'
import { UnitTable } from './table'

/** The board of the resolution: its own targets by their codes, who stands where; beside them those of the modules. */
export function Targets() {
  const { unit, period } = useWhere()
  const query = useQuery({ ...targetsQuery(unit, period), placeholderData: (old) => old })
  return <Opening query={query} lead={<p className={css.big}>{query.data?.unit.name}</p>} rows={6} height={110}>{(board) => <List board={board} period={period} />}</Opening>
}

const RANK: Record<Figure['status'], number> = { missed: 0, near: 1, none: 2, met: 3 }
const rankOf = (f: Figure): number => (f.pilot === 'off' ? 4 : RANK[f.status]) // what nobody follows comes last

function List({ board, period }: { board: Board; period: string }) {
  const { t } = useWords()
  const { goals } = board
  if (board.targets.length + goals.length === 0) return <State title={t('programme.targets_none')} />
  const judged: { status: Figure['status'] }[] = goals.length > 0 ? goals : board.targets.map((x) => x.figure)
  const n = (s: Figure['status']) => judged.filter((x) => x.status === s).length
  const sorted = board.targets.toSorted((a, b) => rankOf(a.figure) - rankOf(b.figure))
  return (
    <>
      <p className={`${css.note} num`}>{t('programme.targets_stand', { n: judged.length, met: n('met'), near: n('near'), missed: n('missed'), none: n('none') })} {t('programme.as_of', { at: formatInstant(board.as_of) })}</p>
      {goals.length > 0 && <UnitTable goals={goals} period={period} />}
      <ul className={css.targets}>{goals.map((goal) => <GoalCard key={goal.code} goal={goal} board={board} period={period} />)}</ul>
      {goals.length > 0 && sorted.length > 0 && <h2 className={css.above}>{t('programme.targets_beside')}</h2>}
      <ul className={css.targets}>{sorted.map((tile) => <MeasureCard key={tile.measure} tile={tile} board={board} period={period} />)}</ul>
    </>
  )
}
