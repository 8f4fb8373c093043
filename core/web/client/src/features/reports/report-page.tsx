import '@/i18n/figures'
import '@/i18n/report'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useOpened } from '@/api/device'
import { useMe } from '@/api/me'
import { paperUrl, reportQuery, templatesQuery } from '@/api/reports'
import type { Report, Template } from '@/api/types.gen'
import { unitQuery } from '@/api/units'
import { grainOf, periodOf, type Grain } from '@/draw/period'
import { PeriodStep } from '@/draw/period-step'
import { UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatInstant } from '@/i18n/format'
import { IconArrowLeft, IconDownload } from '@/ui/icons'
import { Back, Page } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import css from './report.module.css'
import { ReportView } from './report-view'

const route = getRouteApi('/shell/reports/$template')
const FORMATS = ['docx', 'xlsx'] as const

/** One report, of a unit and a period. */
export function ReportPage() {
  const words = useWords()
  const { t } = words
  const { template } = route.useParams()
  const templates = useQuery(templatesQuery)
  const opened = useOpened(useMe().person.id)
  const which = templates.data?.find((x) => x.id === template)
  return (
    <Loaded query={{ ...templates, data: opened ? templates.data && (which ?? null) : undefined }} skeleton={<Page title={t('nav.reports')}><Skeletons rows={4} height={140} label={t('state.loading')} /></Page>}>
      {(found) => (found ? <OneReport template={found} /> : <Page title={t('report.unknown')}><Link to="/reports" className={Back}>{t('report.back')}</Link></Page>)}
    </Loaded>
  )
}

function OneReport({ template }: { template: Template }) {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const grain = template.grain as Grain
  const period = search.period && grainOf(search.period) === grain ? search.period : periodOf(today, grain)
  const query = useQuery(reportQuery(template.id, search.unit, period))
  const report = query.data
  return (
    <div className={css.sheet} data-own-paper>
      <Page
        before={<Link to="/reports" className={`${Back} ${css.screen}`}><IconArrowLeft size={20} aria-hidden />{t('report.back')}</Link>}
        eyebrow={report?.unit.name}
        title={words.pick(template.label, template.id)}
        action={report && <Downloads report={report} />}
        sub={report && !report.frozen && <Freshness report={report} />}
      >
        <div className={`${css.bar} ${css.screen}`}>
          <Where unit={report?.unit.id ?? search.unit ?? ''} onChange={(unit) => void navigate({ search: (old: object) => ({ ...old, unit }) })} />
          <div role="group" aria-label={t('boards.period')}>
            <PeriodStep period={period} onChange={(p) => void navigate({ search: (old: object) => ({ ...old, period: p }), replace: true })} />
          </div>
        </div>
        <Loaded query={query} skeleton={<Skeletons rows={4} height={140} label={t('state.loading')} />}>
          {(data) => <ReportView key={`${data.unit.id} ${data.period}`} report={data} />}
        </Loaded>
      </Page>
    </div>
  )
}

function Freshness({ report }: { report: Report }) {
  const { t } = useWords()
  return <span className="num">{t(report.stale ? 'boards.as_of_stale' : 'boards.as_of', { at: formatInstant(report.as_of) })}</span>
}

/** The report as a file the office can edit; Vietnamese, whatever the reader's language. */
function Downloads({ report: r }: { report: Report }) {
  const { t } = useWords()
  return FORMATS.map((format) => (
    <Button key={format} component="a" variant="default" className={css.screen} download href={paperUrl({ template: r.template, unit: r.unit.id, period: r.period }, format)} leftSection={<IconDownload size={18} />}>
      {t(`report.get_${format}`)}
    </Button>
  ))
}

/** The unit the report is of: the reader's place or one below. */
function Where({ unit, onChange }: { unit: string; onChange: (unit: string) => void }) {
  const { t } = useWords()
  const { posts } = useMe()
  const own = useQuery({ ...unitQuery(posts[0]?.unit.id ?? ''), enabled: posts.length > 0 })
  return <div className={css.where}><UnitPicker label={t('report.unit')} value={unit} under={own.data?.place_id} onChange={(id) => id && onChange(id)} clearable={false} /></div>
}
