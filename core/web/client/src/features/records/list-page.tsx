import '@/i18n/sheet'
import { Button, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useKind, useMe } from '@/api/me'
import { recordsQuery } from '@/api/records'
import type { Kind, Listed } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { SummaryRow } from '@/draw/summary-row'
import { kindLabel } from '@/draw/words'
import { useTypedSearch } from '@/draw/use-typed-search'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { IconDots, IconPlus, IconSearch } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Page, Sheet } from '@/ui/page'
import { Notice, Skeletons, State } from '@/ui/state'
import { SheetVerbs } from './sheet-verbs'
import { Filters } from './filters'
import { RecordTable } from './record-table'
import type { ListSearch } from './search'
import css from './records.module.css'

const route = getRouteApi('/shell/records/$kind')

/** All records of a kind that the reader may see: a table on a desk, cards on a phone. */
export function ListPage() {
  const words = useWords()
  const { kind: name } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const kind = useKind(name)
  const me = useMe()
  const entry = me.menu.find((e) => e.kind === name)
  const query = useInfiniteQuery(recordsQuery(name, { q: search.q || undefined, state: search.state || undefined, overdue: search.overdue, filter: search.f }))
  const narrow = (part: ListSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const label = entry ? words.pick(entry.label) : kindLabel(words, kind)
  return (
    <Page
      wide
      title={label}
      sub={words.pick(kind?.hint) || undefined}
      action={kind?.can_create && kind.enabled && (
        <LinkButton to="/records/$kind/new" params={{ kind: name }} leftSection={<IconPlus size={20} />}>{words.t('list.new', { kind: inSentence(kindLabel(words, kind)) })}</LinkButton>
      )}
    >
      {kind && !kind.enabled && <Notice tone="info" title={words.t('list.module_off')}>{words.t('list.module_off_hint')}</Notice>}
      <div className={css.tools}>
        <Search value={search.q ?? ''} onChange={(q) => narrow({ q: q || undefined })} />
        {kind && <Filters kind={kind} search={search} onChange={narrow} />}
        {kind && (
          <MoreVerbs>
            <SheetVerbs kind={kind} query={{ q: search.q, state: search.state?.split(','), overdue: search.overdue, filter: search.f }} />
            {kind.enabled && (query.data?.pages[0]?.items.length ?? 0) > 1 && <LinkButton variant="default" to="/records/$kind/batch" params={{ kind: name }} search={search}>{words.t('list.batch')}</LinkButton>}
            {name === 'core.recommendation' && <LinkButton variant="default" to="/ledger">{words.t('ledger.title')}</LinkButton>}
          </MoreVerbs>
        )}
      </div>
      {search.overdue && <div><Button variant="light" onClick={() => narrow({ overdue: undefined })}>{words.t('list.overdue_only')}</Button></div>}
      <Loaded query={query} skeleton={<Skeletons rows={6} height={88} label={words.t('state.loading')} />}>
        {(data) => (
          <>
            <Items items={data.pages.flatMap((p) => p.items)} kind={kind} search={search} onClear={() => void navigate({ search: {}, replace: true })} />
            {query.hasNextPage && (
              <div>
                <p className={css.onPaper}>{words.t('list.paper_cut', { n: data.pages.reduce((n, p) => n + p.items.length, 0) })}</p>
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.t('list.more')}</Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** The rarer verbs of a list: beside the search on a desk, behind one key on a phone. */
function MoreVerbs({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const phone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  const [open, setOpen] = useState(false)
  if (!phone) return children
  return (
    <>
      <Button variant="default" className={css.slim} aria-expanded={open} aria-label={t('list.more_verbs')} onClick={() => setOpen(!open)}><IconDots size={20} aria-hidden /></Button>
      {open && <div className={css.moreVerbs}>{children}</div>}
    </>
  )
}

function Search({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const tell = useTypedSearch(onChange)
  return (
    <TextInput
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search_hint')}
      leftSection={<IconSearch size={20} aria-hidden />}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value)
        tell(e.currentTarget.value.trim())
      }}
      className={css.search}
    />
  )
}

function Items({ items, kind, search, onClear }: { items: Listed[]; kind: Kind | undefined; search: ListSearch; onClear: () => void }) {
  const { t } = useWords()
  const desk = useMediaQuery('(min-width: 62em), print')
  const narrowed = Boolean(search.q || search.state || search.overdue || Object.keys(search.f ?? {}).length)
  if (items.length === 0 && narrowed) {
    return <State title={t('list.none_found')} action={<Button variant="default" onClick={onClear}>{t('list.clear')}</Button>}>{t('list.none_found_hint')}</State>
  }
  if (items.length === 0) {
    return (
      <State
        title={t('list.none')}
        action={kind?.can_create && kind.enabled && <LinkButton to="/records/$kind/new" params={{ kind: kind.full_name }}>{t('list.first')}</LinkButton>}
      >
        {t(kind?.can_create ? 'list.none_hint' : 'list.none_hint_read')}
      </State>
    )
  }
  if (desk && kind) return <RecordTable items={items} kind={kind} />
  return <Sheet>{items.map((r) => <SummaryRow key={r.id} rec={r} offer={false} showKind={false} />)}</Sheet>
}
