import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { SetupLength } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { LinkButton } from '@/ui/link-button'
import { Card } from '@/ui/page'
import css from './setup.module.css'

/** The lengths no law gives and nobody has confirmed: all at once as proposed, or one by one in the settings. */
export function Lengths({ lengths }: { lengths: SetupLength[] }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => changeSettings({ deadlines: Object.fromEntries(lengths.map((l) => [l.setting, l.standard])) }),
    onSuccess: (now) => {
      client.setQueryData(keys.settings, now)
      void client.invalidateQueries({ queryKey: keys.setup })
    },
  })
  return (
    <Card id="setup-lengths" title={t('setup.confirm')}>
      <p className={css.muted}>{t('setup.confirm_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      <ul className={css.list} aria-label={t('setup.confirm')}>
        {lengths.map((l) => (
          <li key={l.setting} className={css.length}>
            <span><strong>{words.pick(l.label, l.setting)}</strong><br /><span className={css.muted}>{l.source}</span></span>
            <span className={css.value}>{formatNumber(l.standard)} {l.unit ? words.maybe(`settings.unit_${l.unit}`, l.unit) : t('settings.unit_times')}</span>
          </li>
        ))}
      </ul>
      <div className={css.foot}>
        <Button loading={send.isPending} onClick={() => send.mutate()}>{t('setup.confirm_all', { n: lengths.length })}</Button>
        <LinkButton variant="default" to="/settings" hash="lengths">{t('setup.confirm_each')}</LinkButton>
      </div>
    </Card>
  )
}
