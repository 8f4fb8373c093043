import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useKind } from '@/api/me'
import { ledgerQuery } from '@/api/records'
import type { LedgerLine } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Page } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import css from './ledger.module.css'

const route = getRouteApi('/shell/ledger')
const KIND = 'core.recommendation'

// The columns in reading order; of those that are a list, what narrows it.
const COLUMNS = [
  { of: 'sent', filter: { issued: 'true' } },
  { of: 'not_due' },
  { of: 'on_time', filter: { answer_timing: 'on_time' } },
  { of: 'late', filter: { answer_timing: 'late' } },
  { of: 'silent' },
  { of: 'elsewhere' },
  { of: 'taken_up', filter: { issued: 'true', taken_up: 'true' } },
  { of: 'promised', filter: { issued: 'true', promised: 'true' } },
] as const satisfies readonly { of: keyof LedgerLine; filter?: Record<string, string> }[]

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
                  {'filter' in c && line[c.of] > 0 ? (
                    <Link
                      to="/records/$kind"
                      params={{ kind: KIND }}
                      search={{ f: { to_unit: line.unit.id, ...c.filter, ...(source ? { source } : {}) } }}
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
