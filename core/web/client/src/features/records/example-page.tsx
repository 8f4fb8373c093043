import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { kindsQuery, useKind } from '@/api/me'
import type { Fields, Kind } from '@/api/types.gen'
import { StateBadge } from '@/draw/badges'
import draw from '@/draw/draw.module.css'
import { Loaded } from '@/draw/problem'
import { Facts } from '@/draw/field-value'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { IconArrowLeft, IconPlus } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Back, Card, Page } from '@/ui/page'
import { Notice, Skeletons, State } from '@/ui/state'
import css from './records.module.css'

const route = getRouteApi('/shell/records/$kind/example')

/** An example of a record, drawn from the kind's manifest as a record is. There is none: nothing stores, finds or counts it. */
export function ExamplePage() {
  const words = useWords()
  const { t } = words
  const { kind: name } = route.useParams()
  const kind = useKind(name)
  const query = useQuery(kindsQuery)
  const label = kindLabel(words, kind)
  return (
    <Page
      wide
      before={<Link to="/records/$kind" params={{ kind: name }} className={Back}><IconArrowLeft size={20} aria-hidden />{label}</Link>}
      eyebrow={t('example.of', { kind: label })}
      title={kind?.example ? String(kind.example[kind.title] ?? '') : t('example.word')}
      sub={kind?.example && <div className={css.headMeta}><StateBadge kind={kind} state={kind.lifecycle.initial} /></div>}
      action={kind?.can_create && kind.enabled && (
        <LinkButton to="/records/$kind/new" params={{ kind: name }} leftSection={<IconPlus size={20} />}>{t('list.new', { kind: inSentence(label) })}</LinkButton>
      )}
    >
      <Loaded query={query} skeleton={<Skeletons rows={4} height={90} label={t('state.loading')} />}>
        {() => kind?.example ? <Example kind={kind} values={kind.example} /> : <State title={t('example.none')} />}
      </Loaded>
    </Page>
  )
}

function Example({ kind, values }: { kind: Kind; values: Fields }) {
  const words = useWords()
  const { t } = words
  return (
    <>
      <Notice title={t('example.word')}>{t('example.not_kept')}</Notice>
      <Card id="content" title={t('record.content')}><Facts fields={kind.fields} values={values} /></Card>
      {(kind.slots ?? []).length > 0 && (
        <Card id="evidence" title={t('record.evidence')}>
          <ul className={css.plain}>{kind.slots?.map((s) => <li key={s.code}>{words.pick(s.label, s.code)}</li>)}</ul>
        </Card>
      )}
      <Card id="way" title={t('example.way')}>
        <ol className={css.plain}>{wayOf(kind).map((s) => <li key={s.id}><strong>{words.pick(s.label, s.id)}</strong>{s.by && <span className={draw.meta}> {t('example.step', { verb: words.pick(s.by) })}</span>}</li>)}</ol>
      </Card>
    </>
  )
}

/** The states a record goes through when all goes well, and the verb that leads to each. */
function wayOf({ lifecycle }: Kind) {
  const way: { id: string; label: Kind['label'] | undefined; by?: Kind['label'] }[] = []
  let at: string | undefined = lifecycle.initial
  let by: Kind['label'] | undefined
  while (at && !way.some((s) => s.id === at)) {
    const here: string = at
    way.push({ id: here, label: lifecycle.states.find((s) => s.id === here)?.label, by })
    const out = lifecycle.transitions.filter((x) => x.from.includes(here) && x.to !== here && !way.some((s) => s.id === x.to))
    const next = out.find((x) => x.tone === 'primary') ?? out.find((x) => lifecycle.states.find((s) => s.id === x.to)?.phase !== 'cancelled')
    at = next?.to
    by = next?.label
  }
  return way
}
