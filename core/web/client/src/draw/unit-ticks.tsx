import '@/i18n/sheet'
import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { unitsQuery, type UnitQuery } from '@/api/units'
import { useWords } from '@/i18n'
import { IconSearch } from '@/ui/icons'
import { Actions } from '@/ui/page'
import { Loaded } from './problem'
import css from './draw.module.css'

export interface Place { id: string; name: string; note: string }

/** How many units the list shows at once; the rest is found by typing. */
const SHOWN = 200

/**
 * Units to tick in one list, where choosing each by typing its name would take too
 * long. What is ticked stays ticked while the list is narrowed. `extra` is what stands
 * beside the name of a ticked unit.
 */
export function UnitTicks({ label, query, max, value, onChange, extra }: {
  label: string
  query: UnitQuery
  /** How many may be ticked. */
  max: number
  value: Place[]
  onChange: (places: Place[]) => void
  extra?: (place: Place) => ReactNode
}) {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const found = useQuery({ ...unitsQuery({ ...query, q: q.trim() || undefined, open: true, limit: SHOWN }), placeholderData: (before) => before })
  const ticked = new Map(value.map((p) => [p.id, p]))
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <TextInput type="search" aria-label={t('ticks.search')} placeholder={t('ticks.search')} leftSection={<IconSearch size={20} aria-hidden />} value={q} onChange={(e) => setQ(e.currentTarget.value)} style={{ maxWidth: 560 }} />
      <Loaded query={found}>
        {(data) => {
          const here = data.items.map((u): Place => ({ id: u.id, name: u.name, note: u.code }))
          const more = here.filter((p) => !ticked.has(p.id)).slice(0, Math.max(0, max - value.length))
          return (
            <>
              <Actions>
                {more.length > 0 && <Button variant="default" onClick={() => onChange([...value, ...more])}>{t('ticks.all', { n: more.length })}</Button>}
                {value.length > 0 && <Button variant="default" onClick={() => onChange([])}>{t('ticks.none')}</Button>}
              </Actions>
              <ul className={css.places} aria-label={label}>
                {here.map((p) => (
                  <li key={p.id}>
                    <label className={css.place}>
                      <input type="checkbox" disabled={!ticked.has(p.id) && value.length >= max} checked={ticked.has(p.id)} onChange={(e) => onChange(e.currentTarget.checked ? [...value, p] : value.filter((v) => v.id !== p.id))} />
                      <span>
                        {p.name}
                        <small>{p.note}</small>
                      </span>
                    </label>
                    {ticked.has(p.id) && extra?.(p)}
                  </li>
                ))}
              </ul>
              {here.length === 0 && <p role="status">{t('picker.nothing')}</p>}
              {data.next && <p>{t('ticks.narrow', { n: SHOWN })}</p>}
              {value.length >= max && <p role="status">{t('ticks.full', { n: max })}</p>}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}
