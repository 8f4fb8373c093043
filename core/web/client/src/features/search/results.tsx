import { Link } from '@tanstack/react-router'
import { useId, type ReactNode } from 'react'
import { useKinds, useMe } from '@/api/me'
import type { FoundDocument, FoundRecord, Piece, Search } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { kindLabel, stateOf } from '@/draw/words'
import { useWords } from '@/i18n'
import { formatDate } from '@/i18n/format'
import { Sheet } from '@/ui/page'
import { State } from '@/ui/state'
import css from './search.module.css'

/** What was found, by sort. */
export function Results({ found, q }: { found: Search; q: string }) {
  const { t } = useWords()
  const screens = useScreens(q)
  const n = found.records.length + found.documents.length + found.units.length + found.kinds.length + screens.length
  return (
    <>
      <p className={css.count} role="status">{n > 0 && t('search.count', { n })}</p>
      {n === 0 && <State title={t('search.none', { q })}>{t('search.none_hint')}</State>}
      <Group title={t('search.records')} of={found.records}>{(r) => <RecordRow key={r.id} record={r} />}</Group>
      <Group title={t('search.documents')} of={found.documents}>{(d) => <DocumentRow key={d.id} document={d} />}</Group>
      <Group title={t('search.units')} of={found.units}>
        {(u) => <li key={u.id}><Link data-found to="/units" search={{ unit: u.id }}>{u.name}</Link></li>}
      </Group>
      <Kinds found={found} />
      <Group title={t('search.screens')} of={screens}>{(s) => <li key={s.label}>{s.link}</li>}</Group>
    </>
  )
}

function Group<T>({ title, of, children }: { title: string; of: T[]; children: (one: T) => ReactNode }) {
  const id = useId()
  if (of.length === 0) return null
  return (
    <section className={css.group} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Sheet>{of.map(children)}</Sheet>
    </section>
  )
}

/** Text with what was asked for set apart. It comes as pieces, so that no markup of it is read. */
const Marked = ({ of }: { of: Piece[] }) => of.map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text))

function RecordRow({ record: r }: { record: FoundRecord }) {
  const words = useWords()
  const { data: kinds } = useKinds()
  const kind = kinds?.get(r.kind)
  const { phase } = stateOf(words, kind, r.state)
  return (
    <li>
      <Link data-found to="/record/$id" params={{ id: r.id }}>{r.title.length > 0 ? <Marked of={r.title} /> : words.t('record.untitled')}</Link>
      <p className={css.meta}>
        <StateBadge kind={kind} state={r.state} />
        <Due on={r.due_on} done={phase === 'done' || phase === 'cancelled'} />
        <span>{[kindLabel(words, kind, r.kind), r.number, r.unit.name].filter(Boolean).join(' · ')}</span>
      </p>
    </li>
  )
}

function DocumentRow({ document: d }: { document: FoundDocument }) {
  const words = useWords()
  return (
    <li>
      <Link data-found to="/documents/$id" params={{ id: d.id }}><Marked of={d.title} /></Link>
      {d.passage.length > 0 && <p className={css.passage}><Marked of={d.passage} /></p>}
      <p className={css.meta}><span>{[d.number, formatDate(d.issued_on), d.issuer].filter(Boolean).join(' · ')}</span></p>
      <p className={css.meta}>
        <span>{words.t('search.in')}: <Link to="/record/$id" params={{ id: d.record.id }}>{d.record.title || words.t('record.untitled')}</Link> · {d.record.unit.name}</span>
      </p>
    </li>
  )
}

function Kinds({ found }: { found: Search }) {
  const words = useWords()
  return (
    <Group title={words.t('search.kinds')} of={found.kinds}>
      {(k) => <li key={k.name}><Link data-found to="/records/$kind" params={{ kind: k.name }}>{words.pick(k.label, k.name)}</Link></li>}
    </Group>
  )
}

const plain = (s: string): string => s.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '')

/** Boards and screens whose name has all the words. */
function useScreens(q: string): { label: string; link: ReactNode }[] {
  const words = useWords()
  const me = useMe()
  const asked = plain(q).split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const can = (what: string) => me.can.includes(what) || me.can.includes('*')
  const all = [
    ...me.boards.map((b) => ({ label: words.pick(b.label, b.id), to: '/boards/$id', params: { id: b.id } }) as const),
    { label: words.t('nav.today'), to: '/' } as const,
    ...(me.menu.length > 0 ? [{ label: words.t('nav.duties'), to: '/duties' } as const] : []),
    ...(me.boards.length > 0 ? [{ label: words.t('nav.reports'), to: '/reports' } as const] : []),
    ...(can('admin:units') ? [{ label: words.t('nav.units'), to: '/units' } as const] : []),
    ...(can('admin:people') ? [{ label: words.t('nav.people'), to: '/people' } as const] : []),
    ...(can('admin:modules') ? [{ label: words.t('nav.modules'), to: '/modules' } as const, { label: words.t('nav.fields'), to: '/fields' } as const] : []),
  ]
  return all
    .filter((s) => asked.length > 0 && asked.every((w) => plain(s.label).split(' ').some((have) => have.startsWith(w))))
    .map((s) => ({ label: s.label, link: 'params' in s ? <Link data-found to={s.to} params={s.params}>{s.label}</Link> : <Link data-found to={s.to}>{s.label}</Link> }))
}
