import '@/i18n/log'
import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { logQuery } from '@/api/log'
import { useCan, useKind } from '@/api/me'
import { rolesQuery } from '@/api/people'
import type { AuditLine } from '@/api/types.gen'
import { PersonPicker, UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { formatInstant } from '@/i18n/format'
import { DateInput } from '@/ui/date-input'
import { Page, Sheet } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { actOf, choices } from './acts'
import css from './log.module.css'

const route = getRouteApi('/shell/log')

interface Search { act?: string; by?: string; unit?: string; from?: string; to?: string }

/** Who did what, when and where: the log of the province, newest first. */
export function LogPage() {
  const words = useWords()
  const { t } = words
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useCan('audit:read')
  const narrow = (part: Search) => void navigate({ search: (old: Search) => ({ ...old, ...part }), replace: true })
  if (!may) return <Page title={t('nav.log')}><State title={t('log.forbidden')}>{t('log.forbidden_hint')}</State></Page>
  return (
    <Page title={t('nav.log')} sub={t('log.sub')}>
      <div className={css.tools}>
        <NativeSelect label={t('log.act_of')} value={search.act ?? ''} onChange={(e) => narrow({ act: e.currentTarget.value || undefined })} data={[{ value: '', label: t('log.any_act') }, ...choices(words)]} />
        <PersonPicker label={t('log.by')} value={search.by ?? ''} onChange={(by) => narrow({ by: by || undefined })} />
        <UnitPicker label={t('log.at_unit')} closed value={search.unit ?? ''} onChange={(unit) => narrow({ unit: unit || undefined })} />
        <DateInput label={t('log.from')} value={search.from ?? ''} onChange={(from) => narrow({ from: from || undefined })} />
        <DateInput label={t('log.to')} value={search.to ?? ''} onChange={(to) => narrow({ to: to || undefined })} />
      </div>
      <Lines search={search} onClear={() => void navigate({ search: {}, replace: true })} />
    </Page>
  )
}

function Lines({ search, onClear }: { search: Search; onClear: () => void }) {
  const { t } = useWords()
  const query = useInfiniteQuery(logQuery({ action: search.act, person: search.by, unit: search.unit, from: search.from, to: search.to }))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={8} height={72} label={t('state.loading')} />}>
      {(data) => {
        const lines = data.pages.flatMap((p) => p.items)
        if (lines.length === 0) return <State title={t('log.none')} action={<Button variant="default" onClick={onClear}>{t('list.clear')}</Button>}>{t('log.none_hint')}</State>
        return (
          <div>
            <Sheet label={t('nav.log')}>{lines.map((line) => <Line key={line.id} line={line} />)}</Sheet>
            {query.hasNextPage && <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('log.more')}</Button>}
          </div>
        )
      }}
    </Loaded>
  )
}

function Line({ line }: { line: AuditLine }) {
  const words = useWords()
  const { t } = words
  const kind = useKind(line.kind)
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: useCan('admin:people') })
  const said = (name: string): string => (typeof line.detail?.[name] === 'string' ? line.detail[name] : '')
  const role = roles.find((r) => r.id === said('role'))
  const rows = line.detail?.rows ?? line.detail?.done
  const facts: ReactNode[] = [
    line.of && line.object !== line.by.id && t('log.of', { name: line.of }),
    role && t('log.role', { role: words.pick(role.label, role.id) }),
    line.place,
    typeof rows === 'number' && t('log.rows', { n: rows }),
    line.detail?.new_device === true && t('log.new_device'),
    said('ip') && t('log.ip', { ip: said('ip') }),
    line.object.startsWith('rec_') && <Link to="/record/$id" params={{ id: line.object }}>{t('log.record')}</Link>,
    line.object.startsWith('doc_') && <Link to="/documents/$id" params={{ id: line.object }}>{t('log.document')}</Link>,
  ].filter(Boolean)
  return (
    <li className={css.line}>
      <p className={css.head}>{actOf(words, kind, line)}</p>
      <p className={css.meta}>
        <span>{line.by.id ? line.by.name : line.by.login ? t('log.operator') : t('log.nobody')}</span>
        <time dateTime={line.at} className="num">{formatInstant(line.at)}</time>
      </p>
      {facts.length > 0 && <p className={css.facts}>{facts.map((fact, n) => <span key={n}>{fact}</span>)}</p>}
      {line.reason && <p>{t('log.reason', { reason: line.reason })}</p>}
    </li>
  )
}
