import '@/i18n/report'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import { templatesQuery } from '@/api/reports'
import { periodName, periodOf, shift, type Grain } from '@/draw/period'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Card, Page } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import css from './report.module.css'

const BACK = 2 // periods before the present one that are offered; older ones are a step away

/** The reports there are, each with its latest periods. */
export function ReportsPage() {
  const words = useWords()
  const { t } = words
  const { today } = useMe()
  const query = useQuery(templatesQuery)
  return (
    <Page title={t('nav.reports')} sub={t('report.sub')}>
      <Loaded query={query} skeleton={<Skeletons rows={2} height={160} label={t('state.loading')} />}>
        {(templates) => templates.map((template) => {
          const now = periodOf(today, template.grain as Grain)
          return (
            <Card key={template.id} id={template.id} title={words.pick(template.label, template.id)}>
              {template.source && <p className={css.source}>{t('report.by', { source: template.source })}</p>}
              <ul className={css.periods}>
                {Array.from({ length: BACK + 1 }, (_, i) => shift(now, -i)).map((period) => (
                  <li key={period}>
                    <Link to="/reports/$template" params={{ template: template.id }} search={{ period }}>
                      {periodName(words, period)}
                      <IconChevronRight size={20} aria-hidden />
                    </Link>
                    {period === now && <span className={css.note}>{t('report.now')}</span>}
                  </li>
                ))}
              </ul>
            </Card>
          )
        })}
      </Loaded>
    </Page>
  )
}
