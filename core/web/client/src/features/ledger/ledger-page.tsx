import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useKind, useMe } from '@/api/me'
import { ledgerQuery } from '@/api/records'
import type { Kind, LedgerLine } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Page } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import css from './ledger.module.css'

const route = getRouteApi('/shell/ledger')
const KIND = 'core.recommendation'

// Where a recommendation is no longer its addressee's to answer.
const ELSEWHERE = ['not_competent', 'forwarded']
const UNANSWERED = { issued: 'true', answer_timing: '-' }

interface Asked { kind: Kind | undefined; today: string }

// The columns in reading order; of those that are a list, what narrows it.
const COLUMNS: { of: Exclude<keyof LedgerLine, 'unit'>; list?: (a: Asked) => { state?: string; f: Record<string, string> } }[] = [
  { of: 'sent', list: () => ({ f: { issued: 'true' } }) },
  { of: 'not_due' },
  { of: 'on_time', list: () => ({ f: { answer_timing: 'on_time' } }) },
  { of: 'late', list: () => ({ f: { answer_timing: 'late' } }) },
  { of: 'silent', list: ({ kind, today }) => ({ state: statesBut(kind, ELSEWHERE), f: { ...UNANSWERED, due_on: `..${dayBefore(today)}` } }) },
  { of: 'elsewhere', list: () => ({ state: ELSEWHERE.join(','), f: UNANSWERED }) },
  { of: 'taken_up', list: () => ({ f: { issued: 'true', taken_up: 'true' } }) },
  { of: 'promised', list: () => ({ f: { issued: 'true', promised: 'true' } }) },
]

const statesBut = (kind: Kind | undefined, not: string[]): string =>
  (kind?.lifecycle.states ?? []).filter((s) => ['active', 'done'].includes(s.phase) && !not.includes(s.id)).map((s) => s.id).join(',')
const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Recommendations by answering body: who answers, when, and who keeps silent. */
export function LedgerPage() {
  const words = useWords()
  const { t } = words
  const { source } = route.useSearch()
  const navigate = route.useNavigate()
  const sources = useKind(KIND)?.fields.find((f) => f.name === 'source')?.values ?? []
  const query = useQuery(ledgerQuery(source))
  return (
    <Page
      wide
      title={t('ledger.title')}
      sub={t('ledger.sub')}
      before={<Link to="/records/$kind" params={{ kind: KIND }} className={Back}><IconArrowLeft size={20} aria-hidden />{t('ledger.back')}</Link>}
    >
      <NativeSelect
        label={t('ledger.source')}
        value={source ?? ''}
        data={[{ value: '', label: t('ledger.any_source') }, ...sources.map((v) => ({ value: v.id, label: words.pick(v.label, v.id) }))]}
        onChange={(e) => void navigate({ search: { source: e.currentTarget.value || undefined }, replace: true })}
        className={css.source}
      />
      <Loaded query={query} skeleton={<Skeletons rows={6} height={64} label={t('state.loading')} />}>
        {(data) => (data.items.length === 0 ? <State title={t('ledger.none')}>{t('ledger.none_hint')}</State> : <Lines lines={data.items} source={source} />)}
      </Loaded>
    </Page>
  )
}

function Lines({ lines, source }: { lines: LedgerLine[]; source: string | undefined }) {
  const { t } = useWords()
  const asked = { kind: useKind(KIND), today: useMe().today }
  return (
    <div className={css.wrap}>
      <table className={css.table}>
        <caption className="sr-only">{t('ledger.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ledger.body')}</th>
            {COLUMNS.map((c) => <th key={c.of} scope="col">{t(`ledger.${c.of}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.unit.id}>
              <th scope="row">{line.unit.name}</th>
              {COLUMNS.map((c) => (
                <td key={c.of} data-label={t(`ledger.${c.of}`)} data-bad={c.of === 'silent' && line.silent > 0 ? '' : undefined} className="num">
                  {c.list && line[c.of] > 0 ? (
                    <Link
                      to="/records/$kind"
                      params={{ kind: KIND }}
                      search={inList(c.list(asked), line.unit.id, source)}
                      aria-label={t('ledger.open', { n: formatNumber(line[c.of]), what: t(`ledger.${c.of}`), body: line.unit.name })}
                    >
                      {formatNumber(line[c.of])}
                    </Link>
                  ) : formatNumber(line[c.of])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const inList = ({ state, f }: { state?: string; f: Record<string, string> }, body: string, source: string | undefined) =>
  ({ state, f: { to_unit: body, ...f, ...(source ? { source } : {}) } })
