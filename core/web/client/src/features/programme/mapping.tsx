import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Pill.css'
import '@mantine/core/styles/PillsInput.css'
import { Button, MultiSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { isProblem } from '@/api/problem'
import { bookOf, setProgramme } from '@/api/programme'
import type { Programme } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { Meter } from '@/ui/meter'
import { Actions, Card } from '@/ui/page'
import { Badge, Notice } from '@/ui/state'
import { clauseName, outline } from './outline'
import css from './programme.module.css'
import { choices, homesOf, servesOf } from './serves'

/** Clauses left, what serves the chosen one right; how many are served grows as one works. */
export function Mapping({ of }: { of: Programme }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const { data: kinds } = useKinds()
  const [homes, setHomes] = useState(() => homesOf(of))
  const [changed, setChanged] = useState(false)
  const [id, setID] = useState(of.clauses.find((c) => c.kinds.length === 0)?.id ?? of.clauses[0]?.id ?? '')
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (own: boolean) => setProgramme({ ...bookOf(of), serves: own ? servesOf(homes) : undefined }, of.version),
    onSuccess: (now) => {
      client.setQueryData(keys.programme, now)
      setHomes(homesOf(now))
      setChanged(false)
      void client.invalidateQueries({ queryKey: keys.programme })
    },
  })
  const served = of.clauses.filter((c) => (homes.get(c.id) ?? []).length > 0).length
  const clause = of.clauses.find((c) => c.id === id)
  return (
    <>
      <Card label={t('programme.map_progress')}>
        <p className={css.big}>{t('programme.mapped', { n: formatNumber(served), of: formatNumber(of.clauses.length) })}</p>
        <Meter proven={served} claimed={0} max={Math.max(of.clauses.length, 1)} label={t('programme.mapped', { n: formatNumber(served), of: formatNumber(of.clauses.length) })} />
        <p className={css.note}>{t(of.own ? 'programme.map_own' : 'programme.map_theirs')}</p>
        {isProblem(save.error) && <ProblemNotice problem={save.error} />}
        <Actions>
          <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate(true)}>{t('programme.map_save')}</Button>
          {of.own && <Button variant="default" disabled={save.isPending} onClick={() => save.mutate(false)}>{t('programme.map_back')}</Button>}
        </Actions>
        {save.isSuccess && !changed && <Notice live tone="good" title={t('programme.map_saved')}>{of.reckoning && t('programme.reckoning_hint')}</Notice>}
      </Card>
      <div className={css.map}>
        <nav aria-label={t('programme.clauses')} className={css.mapList}>
          {outline(words, of.sections, of.clauses).map((g) => (
            <section key={g.id}>
              <h2 className={css.above}>{g.title}</h2>
              <ul>
                {g.clauses.map((c) => {
                  const n = (homes.get(c.id) ?? []).length
                  return (
                    <li key={c.id}>
                      <button type="button" aria-current={c.id === id ? 'true' : undefined} onClick={() => setID(c.id)}>
                        <span>{clauseName(words, c)}</span>
                        {n === 0 ? <Badge tone="warn" mark="square">{t('programme.map_none')}</Badge> : <Badge tone="good">{formatNumber(n)}</Badge>}
                      </button>
                    </li>
                  )
                })}
              </ul>
            </section>
          ))}
        </nav>
        {clause && (
          <div className={css.mapOne}>
            <Card id="serves" title={clauseName(words, clause)}>
              {clause.words && <blockquote className={css.quote}>{clause.words}</blockquote>}
              <MultiSelect
                label={t('programme.map_choose')} searchable clearable hidePickedOptions maxDropdownHeight={300} nothingFoundMessage={t('programme.map_no_such')}
                data={choices(words, [...(kinds?.values() ?? [])])} value={homes.get(id) ?? []}
                onChange={(list) => {
                  setHomes((old) => new Map(old).set(id, list))
                  setChanged(true)
                }}
              />
              <Figures title={t('programme.map_measures')} list={clause.measures} />
              <Figures title={t('programme.map_duties')} list={clause.duties} />
            </Card>
          </div>
        )}
      </div>
    </>
  )
}

function Figures({ title, list }: { title: string; list: Programme['clauses'][number]['measures'] }) {
  const words = useWords()
  if (list.length === 0) return null
  return (
    <>
      <h3 className={css.above}>{title}</h3>
      <ul className={css.plain}>{list.map((m) => <li key={m.name}>{words.pick(m.label, m.name)}</li>)}</ul>
    </>
  )
}
