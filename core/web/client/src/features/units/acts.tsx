import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Act, Unit } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { Card } from '@/ui/page'
import { ActForm } from './act-form'
import css from './units.module.css'

const OPEN: Act['act'][] = ['open', 'rename', 'move', 'merge', 'split', 'close']

/** What can be done to a unit; each act asks for its day and legal basis. */
export function Acts({ unit, onDone }: { unit: Unit; onDone: (told: string) => void }) {
  const { t } = useWords()
  const [act, setAct] = useState<Act['act'] | null>(null)
  // The province itself stays: it can only be called otherwise and given units.
  const offered = unit.to ? (['reopen'] as Act['act'][]) : unit.parent_id ? OPEN : OPEN.filter((a) => a === 'open' || a === 'rename')
  return (
    <Card id="unit-acts" title={t('units.acts')}>
      <div className={css.acts}>
        {offered.map((a) => <Button key={a} variant={a === 'open' ? 'light' : 'default'} onClick={() => setAct(a)}>{t(`units.act_${a}`)}</Button>)}
      </div>
      <Ask opened={act !== null} onClose={() => setAct(null)} title={act ? t(`units.act_${act}`) : ''}>
        {act && (
          <ActForm
            key={act}
            act={act}
            unit={unit}
            onClose={() => setAct(null)}
            onDone={(told) => {
              setAct(null)
              onDone(told)
            }}
          />
        )}
      </Ask>
    </Card>
  )
}
