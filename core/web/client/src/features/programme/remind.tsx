import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { remind, type Missing } from '@/api/programme'
import { isProblem } from '@/api/problem'
import { ProblemNotice } from '@/draw/problem'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Actions, Stack } from '@/ui/page'
import { Notice } from '@/ui/state'

interface Props { clause: string; name: string; unit: string | undefined; period: string; missing: Missing; n: number; onClose: () => void }

/** Asks once, with the sentence that will be true afterwards, then tells every unit that lacks it. */
export function Remind({ clause, name, unit, period, missing, n, onClose }: Props) {
  const { t } = useWords()
  const sent = useMutation({ meta: { quiet: true }, mutationFn: () => remind(clause, unit, period, missing) })
  const told = sent.data
  return (
    <Ask opened onClose={onClose} title={t('programme.remind')}>
      <Stack>
        <p>{t(missing === 'record' ? 'programme.remind_will' : 'programme.remind_proof_will', { n: formatNumber(n), name })}</p>
        {isProblem(sent.error) && <ProblemNotice problem={sent.error} retry={() => sent.mutate()} />}
        {told
          ? <Notice live tone={told.people > 0 ? 'good' : 'warn'} title={t(told.people > 0 ? 'programme.reminded' : 'programme.reminded_none', { people: formatNumber(told.people), units: formatNumber(told.units) })} />
          : null}
        <Actions>
          {!told && <Button loading={sent.isPending} onClick={() => sent.mutate()}>{t('programme.remind_send')}</Button>}
          <Button variant="default" onClick={onClose}>{t(told ? 'action.close' : 'action.cancel')}</Button>
        </Actions>
      </Stack>
    </Ask>
  )
}
