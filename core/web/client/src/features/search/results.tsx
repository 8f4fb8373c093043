import { Link } from '@tanstack/react-router'
import { useId, type ReactNode } from 'react'
import { useKinds } from '@/api/me'
import type { FoundDocument, FoundRecord, Piece, Search } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { kindLabel, stateOf } from '@/draw/words'
import { useWords } from '@/i18n'
import { formatDate } from '@/i18n/format'
import { Sheet } from '@/ui/page'
import { State } from '@/ui/state'
import { useHelp } from './help'
import { usePeople } from './people'
import { useScreens } from './screens'
import css from './search.module.css'

/** What was found, by sort. */
export function Results({ found, q }: { found: Search; q: string }) {
  const { t } = useWords()
  const screens = useScreens(q)
  const help = useHelp(q)
  const people = usePeople(q)
  const n = found.records.length + found.documents.length + found.units.length + found.kinds.length + people.length + screens.length + help.length
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
      <Group title={t('search.people')} of={people}>
        {(p) => (
          <li key={p.id}>
            <Link data-found to="/people" search={{ person: p.id }}>{p.name}</Link>
            <p className={css.meta}><span>{p.posts.map((post) => post.unit.name).join(' · ')}</span></p>
          </li>
        )}
      </Group>
      <Group title={t('search.screens')} of={screens}>{(s) => <li key={s.label}>{s.link}</li>}</Group>
      <Group title={t('search.help')} of={help}>
        {(h) => (
          <li key={h.id}>
            {h.kind ? <Link data-found to="/records/$kind" params={{ kind: h.kind }}>{h.about}</Link> : <Link data-found to="/">{h.about}</Link>}
            <p className={css.passage}>{h.said}</p>
          </li>
        )}
      </Group>
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
        <span>{[kindLabel(words, kind), r.number, r.unit.name].filter(Boolean).join(' · ')}</span>
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
