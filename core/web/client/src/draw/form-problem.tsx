import type { Problem } from '@/api/problem'
import { useWords, type Words } from '@/i18n'
import { Notice } from '@/ui/state'
import { useShown } from '@/ui/use-shown'
import { ProblemNotice, sentence } from './problem'

/** What the server said about each field, by the field's name; the first word on a field stays. */
export function fieldProblems(words: Words, problem: Problem | null): Record<string, string> {
  const out: Record<string, string> = {}
  for (const e of problem?.errors ?? []) {
    const name = e.field.split(/[.[]/)[0] ?? e.field
    const own = problem?.errors.length === 1 && problem.code !== 'invalid' ? sentence(words, problem) : ''
    // The sentence of the whole refusal knows names ("… already bears this code"); that of a field often does not.
    out[name] ??= own || e.detail || words.maybe(`code.${e.code}`, words.t('problem.field'))
  }
  return out
}

/** Why a form was not taken, above its fields; `fields` names those that stand beside their own words. */
export function FormProblem({ problem, retry, fields = {} }: { problem: Problem | null; retry: () => void; fields?: Record<string, string> }) {
  const words = useWords()
  const place = useShown(problem)
  if (!problem) return null
  const errors = Object.entries(fieldProblems(words, problem))
  return (
    <div ref={place} style={{ scrollMarginTop: 90 }}>
      {problem.passing ? <ProblemNotice problem={problem} retry={retry} kept /> : (
        <Notice live tone="bad" title={words.t('problem.title.refused')}>
          {errors.length === 0
            ? <p>{sentence(words, problem)}</p>
            : <ul style={{ margin: '4px 0 0', paddingLeft: '1.1em' }}>{errors.map(([name, text]) => <li key={name}>{fields[name] ? `${fields[name]}: ${text}` : text}</li>)}</ul>}
        </Notice>
      )}
    </div>
  )
}
