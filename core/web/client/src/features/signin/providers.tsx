import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { beginProvider, providersQuery } from '@/api/providers'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'

/** The province's other ways in; nothing where there are none. */
export function Providers() {
  const words = useWords()
  const { data } = useQuery(providersQuery)
  const go = useMutation({ meta: { quiet: true }, mutationFn: beginProvider, onSuccess: ({ url }) => window.location.assign(url) })
  if (!data?.length) return null
  return (
    <>
      {isProblem(go.error) && <ProblemNotice problem={go.error} />}
      {data.map((p) => (
        <Button key={p.id} variant="default" size="lg" fullWidth loading={go.isPending && go.variables === p.id} onClick={() => go.mutate(p.id)}>
          {words.t('signin.by', { name: words.pick(p.label, p.id) })}
        </Button>
      ))}
    </>
  )
}
