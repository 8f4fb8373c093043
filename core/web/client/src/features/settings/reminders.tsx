import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import { useKinds } from '@/api/me'
import { rolesQuery } from '@/api/people'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { Choices, Ladder, Rung } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatDate } from '@/i18n/format'
import { Card } from '@/ui/page'
import { AddRung } from './add-rung'
import { rungText } from './rung'
import css from './settings.module.css'

/** Who is told of a deadline or a duty as its last day comes near and passes: the province's own ladders, then the product's. */
export function Reminders({ own, choices }: { own: Ladder[]; choices: Choices }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Ladder[]) => changeSettings({ reminders: next }),
    onSuccess: (now) => client.setQueryData(keys.settings, now),
  })
  const [about, setAbout] = useState('')
  const nameOf = (name: string) => words.pick(choices.told.find((c) => c.name === name)?.label, name)
  const titleOf = (l: Ladder) => (l.for?.length ? l.for.map(nameOf).join('; ') : t('settings.ladder_rest'))
  const put = (i: number, next: Ladder) => send.mutate(own.map((l, j) => (j === i ? next : l)))
  const taken = new Set(own.flatMap((l) => l.for ?? []))
  // The product's ladder for a name: its own, else the one for all the rest.
  const standard = (name: string): Rung[] => (choices.ladders.find((l) => l.for?.includes(name)) ?? choices.ladders.find((l) => !l.for?.length))?.rungs ?? []
  return (
    <Card id="reminders" title={t('settings.reminders')}>
      <p className={css.muted}>{t('settings.reminders_hint')}</p>
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={send.variables && (() => send.mutate(send.variables))} />}
      {own.map((l, i) => (
        <LadderPart key={`${titleOf(l)} ${l.from ?? ''}`} ladder={l} title={titleOf(l)} busy={send.isPending} onChange={(next) => put(i, next)} onDrop={() => send.mutate(own.filter((_, j) => j !== i))} />
      ))}
      {choices.ladders.map((l) => (
        <LadderPart key={`standard ${titleOf(l)}`} ladder={l} title={titleOf(l)} standard />
      ))}
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate([...own, about === REST ? { rungs: standard('') } : { for: [about], rungs: standard(about) }], { onSuccess: () => setAbout('') }) }}>
        <NativeSelect
          label={t('settings.ladder_for')} description={t('settings.ladder_for_hint')} value={about} onChange={(e) => setAbout(e.currentTarget.value)}
          data={[
            { value: '', label: t('field.choose') },
            ...(own.some((l) => !l.for?.length) ? [] : [{ value: REST, label: t('settings.ladder_rest') }]),
            ...choices.told.filter((c) => !taken.has(c.name)).map((c) => ({ value: c.name, label: words.pick(c.label, c.name) })),
          ]}
        />
        <div><Button type="submit" variant="default" disabled={about === ''} loading={send.isPending}>{t('settings.ladder_add')}</Button></div>
      </form>
    </Card>
  )
}

const REST = '*'

/** One ladder: its rungs as sentences; the province's own may be changed. */
function LadderPart({ ladder, title, standard, busy, onChange, onDrop }: { ladder: Ladder; title: string; standard?: boolean; busy?: boolean; onChange?: (next: Ladder) => void; onDrop?: () => void }) {
  const words = useWords()
  const { t } = words
  const { data: roles = [] } = useQuery(rolesQuery)
  const { data: kinds } = useKinds()
  const [adding, setAdding] = useState(false)
  const rungs = ladder.rungs ?? []
  return (
    <section className={css.ladder} aria-label={title}>
      <h3 className={css.ladderTitle}>{title}</h3>
      <p className={css.muted}>
        {t(standard ? 'settings.ladder_standard' : 'settings.ladder_own')}
        {ladder.from && ` ${t('settings.ladder_from', { date: formatDate(ladder.from) })}`}
        {ladder.until && ` ${t('settings.ladder_until', { date: formatDate(ladder.until) })}`}
      </p>
      {rungs.length === 0 && <p>{t('settings.rung_none')}</p>}
      <ul className={css.list}>
        {rungs.map((r, i) => {
          const text = rungText(words, roles, [...(kinds?.values() ?? [])], r)
          return (
            <li key={`${i} ${text}`} className={css.rung}>
              <span>{text}{r.say && (r.say.vi || r.say.en) && <><br /><em>«{words.pick(r.say)}»</em></>}</span>
              {onChange && <Button variant="subtle" aria-label={t('settings.rung_drop', { rung: text })} loading={busy} onClick={() => onChange({ ...ladder, rungs: rungs.filter((_, j) => j !== i) })}>{t('settings.rung_take')}</Button>}
            </li>
          )
        })}
      </ul>
      {onChange && adding && <AddRung roles={roles} busy={busy} onAdd={(r) => { onChange({ ...ladder, rungs: [...rungs, r] }); setAdding(false) }} onClose={() => setAdding(false)} />}
      {onChange && !adding && (
        <div className={css.ladderVerbs}>
          <Button variant="default" onClick={() => setAdding(true)}>{t('settings.rung_add')}</Button>
          <Button variant="subtle" loading={busy} onClick={onDrop}>{t('settings.ladder_drop')}</Button>
        </div>
      )}
    </section>
  )
}
