import { NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Figure, Sheet, Tile } from '@/api/types.gen'
import { amount, BarLegend, FigureBar, StatusWord, targetText } from '@/draw/figure'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from './boards.module.css'
import { FEW, rank, type By } from './rank'

/** The units below, compared by one measure; a unit's name narrows the board to it. */
export function Ranks({ board, period }: { board: Sheet; period: string }) {
  const words = useWords()
  const { t } = words
  const [measure, setMeasure] = useState('')
  const [by, setBy] = useState<By>('all')
  const tile = board.tiles.find((x) => x.measure === measure) ?? board.tiles[0]
  if (!tile || board.rows.length === 0) return null
  const plain = tile.figure.no_proof ?? false
  const { shown, silent, scale } = rank(board.rows, tile, plain ? 'all' : by)
  const to = (unit: string) => ({ to: '/boards/$id' as const, params: { id: board.board }, search: { unit, period } })
  return (
    <Card id="ranks" title={t('boards.units')}>
      <div className={css.tools}>
        <NativeSelect label={t('boards.measure')} value={tile.measure} onChange={(e) => setMeasure(e.currentTarget.value)} data={board.tiles.map((x) => ({ value: x.measure, label: words.pick(x.label, x.measure) }))} />
        {!plain && <NativeSelect label={t('boards.by')} value={by} onChange={(e) => setBy(e.currentTarget.value as By)} data={[{ value: 'all', label: t('boards.by_all') }, { value: 'proven', label: t('boards.by_proven') }]} />}
      </div>
      {shown.length > 0 && (
        <>
          <BarLegend plain={plain} />
          <p className={css.hint}>{targetText(words, tile.figure, tile.unit)}</p>
          <ol className={css.ranks} aria-label={t('boards.ranking', { measure: words.pick(tile.label, tile.measure) })}>
            {shown.map((row, i) => (
              <li key={row.unit.id} className={css.rank}>
                <span className={`${css.place} num`} aria-hidden>{i + 1}</span>
                <span className={css.rankUnit}><Link {...to(row.unit.id)}>{row.unit.name}</Link></span>
                <span className={`${css.rankValue} num`}>{amount(words, by === 'proven' && !plain ? row.figure.proven : row.figure.value, tile.unit)}</span>
                <span className={`${css.rankBar} ${few(row.figure, tile) ? css.few : ''}`}><FigureBar figure={row.figure} unit={tile.unit} scale={scale} /></span>
                <RankNote figure={row.figure} tile={tile} />
              </li>
            ))}
          </ol>
        </>
      )}
      {shown.length === 0 && <p className={css.hint}>{t(silent.length > 0 ? 'boards.nobody' : 'boards.not_asked')}</p>}
      {silent.length > 0 && (
        <details className={css.fold} open={silent.length <= 6}>
          <summary><IconChevronRight size={20} aria-hidden />{t('boards.silent', { n: silent.length })}</summary>
          <ul className={css.names}>
            {silent.map((row) => <li key={row.unit.id}><Link {...to(row.unit.id)}>{row.unit.name}</Link></li>)}
          </ul>
        </details>
      )}
    </Card>
  )
}

const few = (figure: Figure, tile: Tile): boolean => tile.kind === 'ratio' && figure.denominator > 0 && figure.denominator < FEW

function RankNote({ figure, tile }: { figure: Figure; tile: Tile }) {
  const { t } = useWords()
  return (
    <span className={css.rankNote}>
      {figure.target && <StatusWord status={figure.status} />}
      {tile.unit === 'percent' && <span className="num">{formatNumber(figure.numerator)}/{formatNumber(figure.denominator)}</span>}
      {few(figure, tile) && <span>{t('boards.few')}</span>}
    </span>
  )
}
