import '@/i18n/admin'
import { Button, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan, useMe } from '@/api/me'
import { formatDate } from '@/i18n/format'
import { useTypedSearch } from '@/draw/use-typed-search'
import { useWords } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import { IconArrowLeft, IconSearch } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Back, Card, Page } from '@/ui/page'
import { Notice, State } from '@/ui/state'
import { Found } from './found'
import { Tree } from './tree'
import { UnitPart } from './unit-part'
import css from './units.module.css'

const route = getRouteApi('/shell/units')

/** The organisation as a tree, today or on a past day, and one unit of it beside. */
export function UnitsPage() {
  const { t } = useWords()
  const { today } = useMe()
  const may = useCan('admin:units')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [q, setQ] = useState('')
  const desk = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const here = search.unit || undefined
  const asOf = search.asOf && /^\d{4}-\d{2}-\d{2}$/.test(search.asOf) && search.asOf < today ? search.asOf : undefined
  const look = (day: string) => void navigate({ search: (old: object) => ({ ...old, asOf: day && day < today ? day : undefined }), replace: true })
  const past = asOf && (
    <Notice title={t('units.past', { date: formatDate(asOf) })} actions={<Button variant="default" onClick={() => look('')}>{t('units.to_today')}</Button>}>{t('units.past_hint')}</Notice>
  )
  const part = here && <UnitPart key={`${here}.${asOf ?? ''}`} id={here} asOf={asOf} />
  if (!desk && part) {
    return (
      <Page title={t('units.one')} before={<Link to="/units" search={{ asOf }} className={Back}><IconArrowLeft size={20} aria-hidden />{t('units.to_tree')}</Link>}>
        {past}
        <div className={css.side}>{part}</div>
      </Page>
    )
  }
  return (
    <Page wide title={t('units.title')} sub={t('units.sub')} action={may && !asOf && <LinkButton variant="default" to="/units/import">{t('units.import')}</LinkButton>}>
      <div className={css.tools}>
        <Search onSearch={setQ} />
        <DateInput label={t('units.as_of')} value={asOf ?? ''} onChange={look} />
      </div>
      {past}
      <div className={css.layout}>
        <Card label={t('units.tree')}>{q ? <Found q={q} here={here} asOf={asOf} /> : <Tree key={asOf ?? ''} here={here} asOf={asOf} />}</Card>
        {desk && <div className={css.side}>{part ?? <State title={t('units.choose')}>{t('units.choose_hint')}</State>}</div>}
      </div>
    </Page>
  )
}

function Search({ onSearch }: { onSearch: (q: string) => void }) {
  const { t } = useWords()
  const tell = useTypedSearch(onSearch)
  return <TextInput type="search" label={t('units.search')} placeholder={t('units.search_hint')} leftSection={<IconSearch size={20} aria-hidden />} onChange={(e) => tell(e.currentTarget.value.trim())} />
}
