import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { useState } from 'react'
import type { Role, Rung } from '@/api/types.gen'
import { Ticks } from '@/draw/pickers'
import { useWords, type Key } from '@/i18n'
import { NumberInput } from '@/ui/number-input'
import { MOMENTS, recipient, writeWhen, type Moment } from './rung'
import css from './settings.module.css'

const LABELS: Record<Moment, Key> = {
  before: 'settings.moment_before', due: 'settings.moment_due', after: 'settings.moment_after', start: 'settings.moment_start', left: 'settings.moment_left', yearly: 'settings.moment_yearly',
}

/** One more time somebody is told: when, how often, whom. */
export function AddRung({ roles, busy, onAdd, onClose }: { roles: Role[]; busy?: boolean; onAdd: (r: Rung) => void; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const [moment, setMoment] = useState<Moment>('before')
  const [n, setN] = useState<number | null>(3)
  const [workdays, setWorkdays] = useState(false)
  const [day, setDay] = useState('')
  const [every, setEvery] = useState<number | null>(null)
  const [up, setUp] = useState('0')
  const [to, setTo] = useState<string[]>(['owner'])
  const at = writeWhen({ moment, n: n ?? 0, workdays, day })
  const whole = at !== undefined && to.length > 0
  const counted = moment !== 'due' && moment !== 'yearly'
  return (
    <form
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        if (whole) onAdd({ at, to, ...(every ? { every } : {}), ...(up !== '0' ? { up: Number(up) } : {}) })
      }}
    >
      <NativeSelect label={t('settings.moment')} value={moment} onChange={(e) => setMoment(e.currentTarget.value as Moment)} data={MOMENTS.map((m) => ({ value: m, label: t(LABELS[m]) }))} />
      {counted && <NumberInput whole label={t(moment === 'left' ? 'settings.moment_share' : 'settings.moment_days')} value={n} onChange={setN} />}
      {counted && moment !== 'left' && <Checkbox label={t('settings.moment_workdays')} checked={workdays} onChange={(e) => setWorkdays(e.currentTarget.checked)} />}
      {moment === 'yearly' && <TextInput label={t('settings.moment_day')} placeholder="15/05" value={day} onChange={(e) => setDay(e.currentTarget.value)} />}
      <NumberInput whole label={t('settings.moment_every')} description={t('settings.moment_every_hint')} value={every} onChange={setEvery} />
      <Ticks label={t('settings.moment_to')} value={to} onChange={setTo} choices={['owner', 'keeper', 'head', ...roles.map((r) => r.id)].map((id) => ({ id, label: recipient(words, roles, id) }))} />
      <NativeSelect label={t('settings.moment_up')} value={up} onChange={(e) => setUp(e.currentTarget.value)} data={['0', '1', '2', '3', '4', '5'].map((v) => ({ value: v, label: v === '0' ? t('settings.up_none') : t('settings.up_some', { n: v }) }))} />
      <div className={css.ladderVerbs}>
        <Button type="submit" disabled={!whole} loading={busy}>{t('settings.rung_save')}</Button>
        <Button variant="subtle" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
