import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useKinds } from '@/api/me'
import { rolesQuery, whyQuery } from '@/api/people'
import type { Because, Explanation, Kind, Person } from '@/api/types.gen'
import { UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords, type Key } from '@/i18n'
import { Card } from '@/ui/page'
import { Notice, Skeletons } from '@/ui/state'
import css from './people.module.css'

const AFFAIRS: [string, Key][] = [
  ['figure:read', 'people.can_figures'],
  ['admin:people', 'people.can_people'],
  ['admin:units', 'people.can_units'],
  ['admin:roles', 'people.can_roles'],
  ['admin:modules', 'people.can_modules'],
  ['admin:settings', 'people.can_settings'],
  ['audit:read', 'people.can_audit'],
]
const PLAIN: [string, Key][] = [
  ['read', 'people.can_read'],
  ['create', 'people.can_create'],
  ['update', 'people.can_update'],
  ['attach', 'people.can_attach'],
  ['comment', 'people.can_comment'],
]

/** Why a person can or cannot do something somewhere: which post and role, or what is missing. */
export function Why({ person }: { person: Person }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const [about, setAbout] = useState('')
  const [action, setAction] = useState('')
  const [unit, setUnit] = useState(person.posts?.[0]?.unit.id ?? '')
  const kind = kinds?.get(about)
  const actions = kind ? ofKind(words, kind) : AFFAIRS.map(([value, key]) => ({ value, label: t(key) }))
  const chosen = actions.some((a) => a.value === action) ? action : (actions[0]?.value ?? '')
  // A figure belongs to the core's own kind "core.figure"; the province's affairs have none.
  const object = kind ? `${kind.full_name}@${unit}` : chosen === 'figure:read' ? `core.figure@${unit}` : unit
  const query = useQuery({ ...whyQuery({ person: person.id, action: chosen, object }), enabled: unit !== '' && chosen !== '' })
  return (
    <Card id="why" title={t('people.why')}>
      <div className={css.form}>
        <p className={css.muted}>{t('people.why_lead', { name: person.name })}</p>
        <NativeSelect
          label={t('people.why_about')}
          value={about}
          onChange={(e) => setAbout(e.currentTarget.value)}
          data={[{ value: '', label: t('people.why_affairs') }, ...[...(kinds?.values() ?? [])].map((k) => ({ value: k.full_name, label: kindLabel(words, k) }))]}
        />
        <div className={css.pair}>
          <NativeSelect label={t('people.why_action')} value={chosen} onChange={(e) => setAction(e.currentTarget.value)} data={actions} />
          <UnitPicker label={t('people.why_unit')} required value={unit} onChange={setUnit} />
        </div>
        <div role="status">
          {unit !== '' && chosen !== '' && (
            <Loaded query={query} skeleton={<Skeletons rows={1} height={80} label={t('state.loading')} />}>{(answer) => <Answer answer={answer} name={person.name} />}</Loaded>
          )}
        </div>
      </div>
    </Card>
  )
}

function ofKind(words: ReturnType<typeof useWords>, kind: Kind): { value: string; label: string }[] {
  const steps = kind.lifecycle.transitions.map((x) => ({ value: `do:${x.name}`, label: words.t('people.can_step', { step: words.pick(x.label, x.name) }) }))
  return [...PLAIN.map(([value, key]) => ({ value, label: words.t(key) })), ...steps]
}

function Answer({ answer, name }: { answer: Explanation; name: string }) {
  const words = useWords()
  const { t } = words
  const { data: roles } = useQuery(rolesQuery)
  const role = (id: string) => words.pick(roles?.find((r) => r.id === id)?.label, id)
  const told = (r: Because) => t('people.reason', { role: role(r.role), unit: r.unit, reach: words.maybe(`people.reach_${r.reach}`, r.reach) })
  const reasons = (answer.reasons ?? []).filter((r) => r.reaches === answer.allowed)
  return (
    <Notice tone={answer.allowed ? 'good' : 'warn'} title={t(answer.allowed ? 'people.yes' : 'people.no', { name })}>
      {!answer.allowed && <p>{words.maybe(`people.missing_${answer.missing ?? ''}`, t('people.missing_other'))}</p>}
      {reasons.length > 0 && <ul className={css.reasons}>{[...new Set(reasons.map(told))].map((text) => <li key={text}>{text}</li>)}</ul>}
    </Notice>
  )
}
