import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useKind, useKinds, useMe } from '@/api/me'
import { markedQuery, type Missing } from '@/api/programme'
import type { Marked, MarkedRecord } from '@/api/types.gen'
import { Due, StateBadge } from '@/draw/badges'
import { periodName, periodOf } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { formatNumber, inSentence } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconAlert, IconArrowLeft, IconDoc } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Actions, Back, Card, Rows } from '@/ui/page'
import { Badge, Skeletons, State } from '@/ui/state'
import { Give, useGives } from './give'
import { clauseName } from './outline'
import css from './programme.module.css'
import { Remind } from './remind'

const route = getRouteApi('/shell/programme')

/** One clause at one unit: what it says, who was given what, how far it is, which records and papers there are, who lacks them. */
export function ClausePart({ id }: { id: string }) {
  const { t } = useWords()
  const { today } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = search.period ?? periodOf(today, 'year')
  const query = useQuery(markedQuery(id, search.unit, period))
  return (
    <>
      <div className={css.bar}>
        <Link to="/programme" search={{ ...search, clause: undefined }} className={Back}><IconArrowLeft size={20} aria-hidden />{t('programme.back')}</Link>
        <PeriodStep period={period} onChange={(p) => void navigate({ search: (old) => ({ ...old, period: p }), replace: true })} />
      </div>
      <Loaded query={query} skeleton={<Skeletons rows={4} height={120} label={t('state.loading')} />}>{(m) => <Whole of={m} period={period} />}</Loaded>
    </>
  )
}

function Whole({ of: m, period }: { of: Marked; period: string }) {
  const words = useWords()
  const { t } = words
  const followed = m.kinds.some((k) => k.followed)
  return (
    <>
      <Card label={t('programme.clause')}>
        {m.section && <p className={css.note}>{m.section}</p>}
        <h2 className={css.clauseTitle}>{clauseName(words, m.clause)}</h2>
        {m.clause.words && m.clause.words !== clauseName(words, m.clause) && <blockquote className={css.quote}>{m.clause.words}</blockquote>}
        <p className={css.marks}>
          <Badge tone={followed ? 'info' : 'neutral'} mark={followed ? 'dot' : 'ring'}>{followed ? `${m.unit.name}, ${inSentence(periodName(words, period))}` : t('programme.off')}</Badge>
          <span className="num">{t('programme.tasks', { n: formatNumber(m.tasks), done: formatNumber(m.done) })}</span>
          <span className="num">{t('programme.records', { n: formatNumber(m.records), proven: formatNumber(m.proven) })}</span>
        </p>
        <Served of={m} />
      </Card>
      <Lacking of={m} period={period} />
      <Untasked of={m} period={period} />
      <Named title={t('programme.tasks_title')} none={t('programme.tasks_none')} list={m.task_list} of={m.tasks} />
      <Named title={t('programme.records_title')} none={t('programme.records_none')} list={m.record_list} of={m.records} />
    </>
  )
}

/** What serves the clause; the reader begins a record from here. */
function Served({ of: m }: { of: Marked }) {
  const words = useWords()
  const { data: kinds } = useKinds()
  if (m.kinds.length === 0) return <p className={css.note}>{words.t('programme.unmapped')}</p>
  const makes = [...new Set(m.kinds.filter((k) => k.followed && kinds?.get(k.kind)?.can_create).map((k) => k.kind))].slice(0, 3)
  return (
    <>
      <p className={css.note}>{words.t('programme.served_by', { kinds: m.kinds.map((k) => words.pick(k.label, k.kind)).join('; ') })}</p>
      {makes.length > 0 && (
        <Actions>
          {makes.map((k) => <LinkButton key={k} variant="default" to="/records/$kind/new" params={{ kind: k }} search={{}}>{words.t('programme.begin', { kind: kindLabel(words, kinds?.get(k)) })}</LinkButton>)}
        </Actions>
      )}
    </>
  )
}

/** Units below without records or papers, first of all: and one verb for all of them. */
function Lacking({ of: m, period }: { of: Marked; period: string }) {
  const words = useWords()
  const { t } = words
  const [missing, setMissing] = useState<Missing | null>(null)
  if (m.units.length === 0 || !m.kinds.some((k) => k.followed)) return null
  const lacking = m.units.filter((u) => u.records === 0 || u.records > u.proven).toSorted((a, b) => Math.min(a.records, 1) - Math.min(b.records, 1))
  return (
    <Card
      id="lacking" title={lacking.length === 0 ? t('programme.lacking_none') : t('programme.lacking', { n: formatNumber(m.missing), proof: formatNumber(m.missing_proof), of: formatNumber(m.units.length) })}
      action={(
        <Actions>
          {m.missing > 0 && <Button onClick={() => setMissing('record')}>{t('programme.remind_record', { n: formatNumber(m.missing) })}</Button>}
          {m.missing_proof > 0 && <Button variant="default" onClick={() => setMissing('evidence')}>{t('programme.remind_evidence', { n: formatNumber(m.missing_proof) })}</Button>}
        </Actions>
      )}
    >
      <ul className={css.names}>
        {lacking.map((u) => (
          <li key={u.unit.id}>
            <Link to="/programme" search={{ clause: m.clause.id, unit: u.unit.id, period }}>{u.unit.name}</Link>
            <span className={`${css.note} num`}>{u.records === 0 ? t(u.tasks > 0 ? 'programme.cell_task' : 'programme.cell_none', { n: u.tasks }) : t('programme.records', { n: formatNumber(u.records), proven: formatNumber(u.proven) })}</span>
          </li>
        ))}
      </ul>
      {missing && <Remind clause={m.clause.id} name={clauseName(words, m.clause)} unit={m.unit.id} period={period} missing={missing} n={missing === 'record' ? m.missing : m.missing_proof} onClose={() => setMissing(null)} />}
    </Card>
  )
}

/** Units below that have no task, and the verb that gives one to all of them. */
function Untasked({ of: m, period }: { of: Marked; period: string }) {
  const words = useWords()
  const { t } = words
  const gives = useGives()
  const [asking, setAsking] = useState(false)
  const none = m.units.filter((u) => u.tasks === 0).length
  if (!gives || none === 0) return null
  return (
    <Card id="untasked" title={t('programme.untasked', { n: formatNumber(none), of: formatNumber(m.units.length) })} action={<Button variant="default" onClick={() => setAsking(true)}>{t('programme.give')}</Button>}>
      {asking && <Give clause={m.clause.id} name={clauseName(words, m.clause)} unit={m.unit.id} period={period} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function Named({ title, none, list, of }: { title: string; none: string; list: MarkedRecord[]; of: number }) {
  const { t } = useWords()
  return (
    <section className={css.group} aria-label={title}>
      <h2 className={css.above}>{title}</h2>
      {list.length === 0 ? <State title={of > 0 ? t('programme.hidden', { n: formatNumber(of) }) : none} /> : <Rows label={title}>{list.map((r) => <One key={r.id} rec={r} />)}</Rows>}
      {list.length > 0 && of > list.length && <p className={css.note}>{t('programme.more', { n: formatNumber(of - list.length) })}</p>}
    </section>
  )
}

function One({ rec }: { rec: MarkedRecord }) {
  const words = useWords()
  const { t } = words
  const kind = useKind(rec.kind)
  return (
    <li className={css.record}>
      <p className={css.recordTitle}><Link to="/record/$id" params={{ id: rec.id }}>{rec.title || t('record.untitled')}</Link></p>
      <p className={css.marks}>
        <StateBadge kind={kind} state={rec.state} />
        <Due on={rec.due_on} />
        <span>{[kindLabel(words, kind), rec.number, rec.unit.name].filter(Boolean).join(' · ')}</span>
      </p>
      {rec.papers.length === 0
        ? <p className={css.bare}><IconAlert size={18} aria-hidden />{t('programme.no_paper')}</p>
        : (
            <ul className={css.papers} aria-label={t('programme.papers')}>
              {rec.papers.map((p) => <li key={p.id}><IconDoc size={18} aria-hidden /><Link to="/documents/$id" params={{ id: p.id }}>{p.name}</Link>{!p.sound && <span className={css.broken}>{t('programme.broken')}</span>}</li>)}
            </ul>
          )}
    </li>
  )
}
