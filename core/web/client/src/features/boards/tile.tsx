import { Link } from '@tanstack/react-router'
import type { Tile as TileData } from '@/api/types.gen'
import { FigureBody } from '@/draw/figure'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import css from './boards.module.css'
import { Split } from './split'

/** One measure; all of it leads to what it rests on. */
export function Tile({ tile, unit, period }: { tile: TileData; unit: string; period: string }) {
  const words = useWords()
  const hint = words.pick(tile.hint)
  const name = words.pick(tile.label, tile.measure)
  if (tile.figure.pilot === 'off') {
    return (
      <li className={`${css.tile} ${css.tileOff}`}>
        <h3 className={css.tileTitle}>{name}</h3>
        <p className={css.hint}>{words.t('figure.off')}</p>
      </li>
    )
  }
  return (
    <li className={css.tile}>
      <h3 className={css.tileTitle}>
        <Link to="/figures/$measure" params={{ measure: tile.measure }} search={{ unit, period }}>{name}</Link>
      </h3>
      {hint && <p className={css.hint}>{hint}</p>}
      <FigureBody figure={tile.figure} unit={tile.unit} />
      <Split split={tile.split} measure={tile.measure} in={tile.unit} at={unit} period={period} few={4} />
      <p className={css.open} aria-hidden>
        {words.t('boards.open_figure')}
        <IconChevronRight size={18} />
      </p>
    </li>
  )
}
