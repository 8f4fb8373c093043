import type { Kind } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useShown } from '@/ui/use-shown'
import { Refusal } from './saved'
import type { Moves } from './use-moves'

/** Why a verb was not carried out, brought into view. */
export function NotDone({ moves, kind }: { moves: Moves; kind: Kind | undefined }) {
  const { problem } = moves
  const place = useShown(problem)
  if (!problem) return null
  return (
    <div ref={place} style={{ scrollMarginTop: 90 }}>
      {problem.passing ? <ProblemNotice problem={problem} kept retry={moves.again} /> : <Refusal problem={problem} kind={kind} />}
    </div>
  )
}
