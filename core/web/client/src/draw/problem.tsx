import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { isProblem, type Problem } from '@/api/problem'
import { useWords, type Words } from '@/i18n'
import { useCountdown } from '@/ui/countdown'
import { Notice, Skeletons, State } from '@/ui/state'

/** The sentence for a problem: the server's own if it gave one, else ours by code. */
export function sentence(words: Words, problem: Problem): string {
  const ours = words.maybe(`problem.${problem.code}`, '')
  if (problem.message && problem.message !== problem.code) return problem.message
  return ours || words.maybe(`problem.http.${problem.status}`, words.t('problem.unknown', { code: problem.code }))
}

/** A refusal or a failure; when it may pass, it tries again by itself and says when. */
export function ProblemNotice({ problem, retry, kept, children }: { problem: Problem; retry?: () => void; kept?: boolean; children?: ReactNode }) {
  const words = useWords()
  const seconds = problem.passing && retry ? Math.min(60, problem.retryAfter ?? (problem.status === 0 ? 15 : 10)) : null
  const { left, run } = useCountdown(seconds, retry ?? (() => undefined))
  const waiting = problem.passing
  const title = waiting ? words.t(problem.status === 0 ? 'problem.title.offline' : 'problem.title.busy') : words.t('problem.title.refused')
  return (
    <Notice
      live
      tone={waiting ? 'warn' : 'bad'}
      title={title}
      actions={retry && (
        <Button variant="default" onClick={run}>
          {left ? words.t('action.retry_in', { seconds: left }) : words.t('action.retry')}
        </Button>
      )}
    >
      <p>{sentence(words, problem)}</p>
      {kept && <p>{words.t('problem.kept')}</p>}
      {children}
    </Notice>
  )
}

interface Asked<T> { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown }

/** The four fates of a read: not yet, not found, failed, there. */
export function Loaded<T>({ query, skeleton, children }: { query: Asked<T>; skeleton?: ReactNode; children: (data: T) => ReactNode }) {
  const words = useWords()
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) {
    const problem = isProblem(query.error) ? query.error : null
    if (problem?.status === 404) return <State title={words.t('state.not_found')}>{words.t('state.not_found_hint')}</State>
    if (problem?.status === 403) return <State title={words.t('state.forbidden')}>{words.t('state.forbidden_hint')}</State>
    if (problem) return <ProblemNotice problem={problem} retry={() => void query.refetch()} />
    return (
      <State title={words.t('problem.title.broken')} action={<Button onClick={() => void query.refetch()}>{words.t('action.retry')}</Button>}>
        {words.t('problem.unexpected')}
      </State>
    )
  }
  return <>{skeleton ?? <Skeletons label={words.t('state.loading')} />}</>
}
