import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { useMe } from '@/api/me'
import { isProblem } from '@/api/problem'
import type { Act, Unit } from '@/api/types.gen'
import { actOnUnit, openUnit, rehearseUnit, touchUnits } from '@/api/units'
import { fieldProblems, FormProblem } from '@/draw/form-problem'
import { focusWrong } from '@/ui/focus-wrong'
import { useWords, type Key } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import { ActFields } from './act-fields'
import { acting, blank, LABELS, lacks, opening, type Draft } from './draft'
import { BodyFields, Rehearsal } from './rehearsal'
import css from './units.module.css'

/** One act with its day and basis; what the server refuses stands beside its field. */
export function ActForm({ act, unit, onClose, onDone }: { act: Act['act']; unit: Unit; onClose: () => void; onDone: (told: string) => void }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => blank(act, unit, today))
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => act === 'open' ? openUnit(opening(draft, unit), key.current) : actOnUnit(unit.id, acting(act, draft, unit), key.current),
    onSuccess: (after) => {
      client.setQueryData(keys.unit(after.id), after)
      touchUnits(client)
      onDone(t(`units.done_${act}`, { name: after.name }))
      if (after.id !== unit.id) void navigate({ to: '/units', search: { unit: after.id } })
    },
  })
  // A merge is rehearsed before it is done: whom and what it touches, and what has to be decided.
  const rehearse = useMutation({
    meta: { quiet: true },
    mutationFn: () => rehearseUnit(unit.id, acting('merge', draft, unit)),
    onError: (err) => {
      if (!isProblem(err) || err.code !== 'unit.body_undecided') return
      const body = { id: String(err.params.id), name: String(err.params.name), into: '' }
      setDraft((old) => ({ ...old, bodies: [...old.bodies.filter((b) => b.id !== body.id), body] }))
    },
  })
  const last = act === 'merge' && !rehearse.data ? rehearse : send
  const change = (part: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...part }))
    key.current = newKey()
    if (!send.isPending) send.reset()
    if (!rehearse.isPending) rehearse.reset()
  }
  const problem = isProblem(last.error) ? last.error : null
  const missing = tried ? lacks(act, draft, unit) : []
  const errors = { ...Object.fromEntries(missing.map((name) => [name, t(act === 'rename' && name === 'name' && draft.name.trim() ? 'units.unchanged' : 'units.needed')])), ...fieldProblems(words, problem) }
  const labels = Object.fromEntries(Object.entries(LABELS).map(([name, k]: [string, Key]) => [name, t(k)]))
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (lacks(act, draft, unit).length === 0) last.mutate()
        else focusWrong(e.currentTarget)
      }}
    >
      <p className={css.muted}>{t(`units.lead_${act}`, { name: unit.name })}</p>
      <FormProblem problem={problem} retry={() => last.mutate()} fields={labels} />
      <ActFields act={act} unit={unit} draft={draft} errors={errors} onChange={change} />
      <DateInput label={t('units.on')} description={t('units.on_hint')} required value={draft.on} onChange={(on) => change({ on })} error={errors.on} />
      <Textarea label={t('units.basis')} description={t('units.basis_hint')} required={act !== 'open'} withAsterisk={act !== 'open'} minRows={2} value={draft.basis} onChange={(e) => change({ basis: e.currentTarget.value })} error={errors.basis} />
      {act === 'merge' && <BodyFields unit={unit} draft={draft} errors={errors} onChange={change} />}
      {act === 'merge' && rehearse.data && <Rehearsal touched={rehearse.data} />}
      <div className={css.bar}>
        <Button type="submit" loading={last.isPending}>{t(last === send ? `units.do_${act}` : 'units.rehearse')}</Button>
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
