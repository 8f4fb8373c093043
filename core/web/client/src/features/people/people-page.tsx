import '@/i18n/admin'
import { Button, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/me'
import { peoplePagesQuery } from '@/api/people'
import type { Person } from '@/api/types.gen'
import { UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { Proposals } from '@/draw/proposals'
import { useTypedSearch } from '@/draw/use-typed-search'
import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { IconArrowLeft, IconPlus, IconSearch } from '@/ui/icons'
import { Back, Page } from '@/ui/page'
import { Badge, Skeletons, State } from '@/ui/state'
import { AddPerson } from './add-person'
import { PersonPart } from './person-part'
import css from './people.module.css'

const route = getRouteApi('/shell/people')
interface Search { q?: string; unit?: string; person?: string }

/** People and their posts: a list searched on the server, and one person of it beside. */
export function PeoplePage() {
  const { t } = useWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useCan('admin:people')
  const [adding, setAdding] = useState(false)
  const desk = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const narrow = (part: Search) => void navigate({ search: (old: Search) => ({ ...old, ...part }), replace: true })
  const part = search.person && <PersonPart key={search.person} id={search.person} />
  if (!desk && part) {
    return (
      <Page title={t('people.one')} before={<Link to="/people" search={{ q: search.q, unit: search.unit }} className={Back}><IconArrowLeft size={20} aria-hidden />{t('people.to_list')}</Link>}>
        <div className={css.side}>{part}</div>
      </Page>
    )
  }
  return (
    <Page wide title={t('people.title')} sub={t('people.sub')} action={may && <Button leftSection={<IconPlus size={20} />} onClick={() => setAdding(true)}>{t('people.add')}</Button>}>
      {may && <Proposals />}
      <div className={css.tools}>
        <SearchBox value={search.q ?? ''} onChange={(q) => narrow({ q: q || undefined })} />
        <UnitPicker label={t('people.at_unit')} value={search.unit ?? ''} onChange={(unit) => narrow({ unit: unit || undefined })} />
      </div>
      <div className={css.layout}>
        <List search={search} onClear={() => void navigate({ search: {}, replace: true })} />
        {desk && <div className={css.side}>{part || <State title={t('people.choose')}>{t('people.choose_hint')}</State>}</div>}
      </div>
      <Ask opened={adding} onClose={() => setAdding(false)} title={t('people.add')}>
        <AddPerson unit={search.unit ?? ''} onClose={() => setAdding(false)} onAdded={(person) => { setAdding(false); narrow({ person }) }} />
      </Ask>
    </Page>
  )
}

function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const tell = useTypedSearch(onChange)
  return (
    <TextInput
      type="search"
      label={t('people.search')}
      placeholder={t('people.search_hint')}
      leftSection={<IconSearch size={20} aria-hidden />}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value)
        tell(e.currentTarget.value.trim())
      }}
    />
  )
}

function List({ search, onClear }: { search: Search; onClear: () => void }) {
  const { t } = useWords()
  const query = useInfiniteQuery(peoplePagesQuery({ q: search.q || undefined, unit: search.unit || undefined }))
  return (
    <Loaded query={query} skeleton={<Skeletons rows={6} height={70} label={t('state.loading')} />}>
      {(data) => {
        const people = data.pages.flatMap((p) => p.items)
        if (people.length === 0) return <State title={t('people.none')} action={(search.q || search.unit) && <Button variant="default" onClick={onClear}>{t('list.clear')}</Button>}>{t('people.none_hint')}</State>
        return (
          <div>
            <ul className={css.list} aria-label={t('people.title')}>{people.map((p) => <li key={p.id}><PersonLine person={p} search={search} /></li>)}</ul>
            {query.hasNextPage && <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('people.more')}</Button>}
          </div>
        )
      }}
    </Loaded>
  )
}

function PersonLine({ person, search }: { person: Person; search: Search }) {
  const words = useWords()
  const posts = person.posts
  return (
    <Link to="/people" search={{ ...search, person: person.id }} className={css.person} aria-current={search.person === person.id ? 'true' : undefined}>
      <span className={css.personName}>
        {person.name}
        {person.disabled && <Badge tone="warn" mark="square">{words.t('people.disabled')}</Badge>}
      </span>
      {posts.slice(0, 3).map((p) => <span key={p.id} className={css.muted}>{words.pick(p.role_label, p.role)} · {p.place ? `${p.unit.name}, ${p.place.name}` : p.unit.name}</span>)}
      {posts.length > 3 && <span className={css.muted}>{words.t('people.more_posts', { n: posts.length - 3 })}</span>}
      {posts.length === 0 && <span className={css.muted}>{words.t('people.no_post')}</span>}
    </Link>
  )
}
