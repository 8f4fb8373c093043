import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Pill.css'
import '@mantine/core/styles/PillsInput.css'
import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import type { Goal } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Actions, Card } from '@/ui/page'
import { NumberInput } from '@/ui/number-input'
import type { Draft } from './draft'
import css from './programme.module.css'

const OPS: Goal['op'][] = ['at_least', 'more_than', 'exactly', 'at_most', 'less_than', 'between', 'none']
const RHYTHMS = ['', 'half', 'year', 'term'] as const
const JUDGED = ['running', 'at_end', 'never'] as const

/** The targets as they were read: how much, by which figures, when they are judged. */
export function CorrectTargets({ draft, onChange }: { draft: Draft; onChange: (d: Draft) => void }) {
  const words = useWords()
  const { t } = words
  const change = (code: string, part: Partial<Goal>) => onChange({ ...draft, targets: draft.targets.map((g) => (g.code === code ? { ...g, ...part } : g)) })
  const measures = draft.measures.map((m) => ({ value: m.name, label: words.pick(m.label, m.name) }))
  if (draft.targets.length === 0) return null
  return (
    <Card id="targets" title={t('programme.correct_targets')}>
      <p className={css.note}>{t('programme.correct_targets_hint')}</p>
      <ul className={css.correct}>
        {draft.targets.map((g) => (
          <li key={g.code} className={css.read}>
            <TextInput label={t('programme.target_n', { code: g.code })} value={g.title} maxLength={500} error={g.title.trim() ? undefined : t('programme.needed')} onChange={(e) => change(g.code, { title: e.currentTarget.value })} />
            <div className={css.goal}>
              <NativeSelect label={t('programme.target_op')} value={g.op} data={OPS.map((op) => ({ value: op, label: t(`programme.op_${op}`) }))} onChange={(e) => change(g.code, { op: e.currentTarget.value as Goal['op'], basis: 'stated' })} />
              {g.op !== 'none' && <NumberInput label={t('programme.target_value')} value={g.value ?? null} onChange={(value) => change(g.code, { value: value ?? 0, basis: 'stated' })} />}
              {g.op === 'between' && <NumberInput label={t('programme.target_most')} value={g.most ?? null} onChange={(most) => change(g.code, { most: most ?? 0 })} />}
              <NativeSelect label={t('programme.target_rhythm')} value={g.rhythm ?? ''} data={RHYTHMS.map((r) => ({ value: r, label: t(`programme.rhythm_${r || 'any'}`) }))} onChange={(e) => change(g.code, { rhythm: e.currentTarget.value as Goal['rhythm'] })} />
              <NativeSelect label={t('programme.target_judged')} value={g.judged || 'running'} data={JUDGED.map((j) => ({ value: j, label: t(`programme.judged_${j}`) }))} onChange={(e) => change(g.code, { judged: e.currentTarget.value as Goal['judged'] })} />
            </div>
            <MultiSelect label={t('programme.target_measures')} data={measures} value={g.measures} searchable hidePickedOptions onChange={(list) => change(g.code, { measures: list })} placeholder={g.measures.length > 0 ? undefined : t('programme.goal_unseen')} />
            {g.basis === 'default' && <p className={css.note}>{t('programme.goal_default')}</p>}
            <Actions><Button variant="subtle" color="late" onClick={() => onChange({ ...draft, targets: draft.targets.filter((x) => x.code !== g.code) })}>{t('programme.target_drop')}</Button></Actions>
          </li>
        ))}
      </ul>
    </Card>
  )
}
