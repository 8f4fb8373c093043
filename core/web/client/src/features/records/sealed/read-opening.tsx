import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { readOpening } from '@/api/openings'
import { isProblem } from '@/api/problem'
import type { Fields, Kind, Opening, RecordPage } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { Facts } from '@/draw/field-value'
import { useWords } from '@/i18n'
import { useCountdown } from '@/ui/countdown'
import css from '../records.module.css'

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** Shows what was opened to who asked, with the time that is left, and takes it away when that is over. */
export function ReadOpening({ opening, rec, kind }: { opening: Opening; rec: RecordPage; kind: Kind }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [shown, setShown] = useState<{ values: Fields; seconds: number } | null>(null)
  const read = useMutation({
    meta: { quiet: true },
    gcTime: 0,
    mutationFn: async () => {
      const { values, seconds_left } = await readOpening(opening.id)
      setShown({ values: values as Fields, seconds: seconds_left ?? 0 })
    },
    onError: () => client.invalidateQueries({ queryKey: keys.openings(rec.id) }),
  })
  const close = () => {
    setShown(null)
    void client.invalidateQueries({ queryKey: keys.openings(rec.id) })
  }
  const { left } = useCountdown(shown?.seconds ?? null, close)
  if (shown) {
    return (
      <div className={css.opened} role="region" aria-label={t('sealed.opened')}>
        <p><strong role="timer">{t('sealed.left', { time: clock(left ?? 0) })}</strong></p>
        <Facts fields={kind.fields.filter((f) => opening.fields.includes(f.name))} values={shown.values} />
        <Button variant="default" onClick={close}>{t('sealed.close')}</Button>
      </div>
    )
  }
  return (
    <>
      {isProblem(read.error) && <ProblemNotice problem={read.error} retry={read.error.passing ? () => read.mutate() : undefined} />}
      <p className={css.muted}>{t('sealed.read_hint')}</p>
      <Button loading={read.isPending} onClick={() => read.mutate()}>{t('sealed.read')}</Button>
    </>
  )
}
