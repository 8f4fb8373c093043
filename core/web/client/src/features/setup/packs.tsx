import { Button, Checkbox, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { setModule } from '@/api/modules'
import { isProblem } from '@/api/problem'
import { changeSettings } from '@/api/settings'
import type { SetupChoice, SetupOffer } from '@/api/types.gen'
import { ProblemNotice } from '@/draw/problem'
import { useWords, type Words } from '@/i18n'
import { formatBytes, formatNumber } from '@/i18n/format'
import { Card } from '@/ui/page'
import css from './setup.module.css'

const PARTS = ['module', 'duty', 'length', 'role', 'limit'] as const
const idOf = (c: SetupChoice) => `${c.of} ${c.set}`
const open = (c: SetupChoice) => !c.fixed && c.now !== c.value

/** What a choice says, in words: a switch, a number of days, a room for papers. */
function told({ t }: Words, c: SetupChoice, n: number | null): string {
  if (n === null) return t('setup.unsaid')
  if (c.of === 'role') return t(n ? 'setup.there' : 'setup.not_there')
  if (c.of === 'module' || c.of === 'duty') return t(n ? 'setup.on' : 'setup.off')
  return c.set.endsWith('_bytes') ? formatBytes(n) : formatNumber(n)
}

/** A starter pack, each choice beside its source and what the province has now; those that are ticked are set, by the same acts as by hand. */
export function Packs({ offers }: { offers: SetupOffer[] }) {
  const words = useWords()
  const { t } = words
  const client = useQueryClient()
  const [id, setId] = useState('')
  const [left, setLeft] = useState<string[]>([]) // what is not to be set
  const offer = offers.find((o) => o.id === id)
  const chosen = offer?.choices.filter((c) => open(c) && !left.includes(idOf(c))) ?? []
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const of = (part: string) => chosen.filter((c) => c.of === part)
      for (const c of of('module')) await setModule(c.set, { enabled: c.value === 1, pilot: [] }, newKey())
      const duties = Object.fromEntries(of('duty').map((c) => [c.set, c.value === 1]))
      const deadlines = Object.fromEntries(of('length').map((c) => [c.set, c.value]))
      if (of('duty').length + of('length').length > 0) client.setQueryData(keys.settings, await changeSettings({ duties, deadlines }))
    },
    onSettled: () => client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== keys.settings[0] }), // menu, duties and figures are of what is switched on
  })
  return (
    <Card id="setup-packs" title={t('setup.packs')}>
      <p className={css.muted}>{t('setup.packs_hint')}</p>
      <NativeSelect label={t('setup.pack')} value={id} onChange={({ currentTarget: { value } }) => { setId(value); setLeft([]) }} data={[{ value: '', label: t('setup.pack_none') }, ...offers.map((o) => ({ value: o.id, label: words.pick(o.label, o.id) }))]} />
      {isProblem(send.error) && <ProblemNotice problem={send.error} retry={() => send.mutate()} />}
      {offer && (
        <>
          <p className={css.muted}>{words.pick(offer.hint)}</p>
          {PARTS.map((part) => {
            const list = offer.choices.filter((c) => c.of === part)
            if (list.length === 0) return null
            return (
              <section key={part} aria-labelledby={`setup-${part}`}>
                <h3 className={css.part} id={`setup-${part}`}>{t(`setup.of_${part}`)}</h3>
                {list.every((c) => c.fixed) && <p className={css.muted}>{t(`setup.fixed_${part === 'role' ? 'role' : 'limit'}`)}</p>}
                <ul className={css.list}>
                  {list.map((c) => {
                    const name = words.pick(c.label, c.set)
                    return (
                      <li key={c.set} className={css.choice}>
                        {open(c)
                          ? <Checkbox label={name} checked={!left.includes(idOf(c))} onChange={({ currentTarget: { checked } }) => setLeft((old) => checked ? old.filter((x) => x !== idOf(c)) : [...old, idOf(c)])} />
                          : <strong>{name}</strong>}
                        <span className={css.muted}>{t('setup.source', { source: words.pick(c.source) })}</span>
                        <span>{c.now === c.value ? t('setup.same', { value: told(words, c, c.value) }) : t('setup.differs', { value: told(words, c, c.value), now: told(words, c, c.now ?? null) })}</span>
                      </li>
                    )
                  })}
                </ul>
              </section>
            )
          })}
          <div className={css.foot}><Button disabled={chosen.length === 0} loading={send.isPending} onClick={() => send.mutate()}>{chosen.length > 0 ? t('setup.apply', { n: chosen.length }) : t('setup.applied')}</Button></div>
        </>
      )}
    </Card>
  )
}
