import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changesQuery } from '@/api/closings'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatInstant, formatNumber } from '@/i18n/format'
import { Skeletons } from '@/ui/state'
import css from './closing.module.css'

/** Which records came, went or changed of one closed figure, and who did it. */
export function Changes({ id, measure, unit }: { id: string; measure: string; unit: string }) {
  const { t } = useWords()
  const query = useQuery(changesQuery(id, measure, unit))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={3} label={t('state.loading')} />}>
      {(found) => (
        <div className={css.ask}>
          {found.recounts && <p>{t('closing.changes_recounts')}</p>}
          {found.items.length === 0 && !found.recounts && <p>{t('closing.changes_none')}</p>}
          <ul className={css.list}>
            {found.items.map((one, i) => {
              const last = one.acts.at(-1)
              return (
                <li key={i}>
                  <span className={css.what}>{t(`closing.what_${one.what}`)}</span>
                  <Link to="/record/$id" params={{ id: one.record.id }}>{one.record.title || one.record.number}</Link>
                  {last && <span className={css.note}>{last.by.name}, {formatInstant(last.at)}{last.reason ? `: ${last.reason}` : ''}</span>}
                </li>
              )
            })}
          </ul>
          {found.more && <p className={css.note}>{t('closing.changes_more')}</p>}
          {found.hidden > 0 && <p className={css.note}>{t('closing.changes_hidden', { n: formatNumber(found.hidden) })}</p>}
        </div>
      )}
    </Loaded>
  )
}
