import type { ShortFigure, Targets as Board, UnitRef } from '@/api/types.gen'

// What a figure of a target is drawn from: the figure here, and those of units below.

export type Tile = Board['targets'][number]
export interface Line { unit: UnitRef; figure: ShortFigure }
