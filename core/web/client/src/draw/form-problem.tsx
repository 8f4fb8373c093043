import type { Problem } from '@/api/problem'
import { useWords, type Words } from '@/i18n'
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
  if (!problem) return null
  if (problem.passing) return <ProblemNotice problem={problem} retry={retry} kept />
  const errors = fieldProblems(words, problem)
  return (
    <ProblemNotice problem={problem}>
      {Object.keys(errors).length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: '1.1em' }}>
          {Object.entries(errors).map(([name, text]) => <li key={name}>{fields[name] ? `${fields[name]}: ${text}` : text}</li>)}
        </ul>
      )}
    </ProblemNotice>
  )
}
