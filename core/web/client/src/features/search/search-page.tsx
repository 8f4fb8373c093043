import '@/i18n/search'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useKinds } from '@/api/me'
import { searchQuery } from '@/api/search'
import { UnitPicker } from '@/draw/pickers'
import { Loaded } from '@/draw/problem'
import { useTypedSearch } from '@/draw/use-typed-search'
import { useWords } from '@/i18n'
import { DateInput } from '@/ui/date-input'
import { IconSearch } from '@/ui/icons'
import { Page } from '@/ui/page'
import { Skeletons, State } from '@/ui/state'
import { Results } from './results'
import css from './search.module.css'

const route = getRouteApi('/shell/search')

/** What is looked for in the whole province; its address brings it back. */
export function SearchPage() {
  const { t } = useWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(searchQuery(search))
  const narrow = (part: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  return (
    <div onKeyDown={stepAmong}>
      <Page wide title={t('search.title')}>
        <Words value={search.q ?? ''} onChange={(q) => narrow({ q: q || undefined })} />
        <Conditions search={search} onChange={narrow} />
        {search.q
          ? <Loaded query={query} skeleton={<Skeletons rows={4} height={64} label={t('state.loading')} />}>{(found) => <Results found={found} q={search.q ?? ''} />}</Loaded>
          : <State title={t('search.hint_title')}>{t('search.hint')}</State>}
      </Page>
    </div>
  )
}

/** Arrows go from the words to what was found, and up and down among it. */
function stepAmong(e: KeyboardEvent<HTMLElement>) {
  if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
  const words = e.currentTarget.querySelector<HTMLElement>('input[type=search]')
  const stops = [words, ...e.currentTarget.querySelectorAll<HTMLElement>('[data-found]')].filter((s) => s !== null)
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[at + (e.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || !next) return
  e.preventDefault()
  next.focus()
}

function Words({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const tell = useTypedSearch(onChange)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const main = document.getElementById('content-main')
    const here = () => box.current?.focus()
    // On arrival the frame gives the heading the focus; here it is the words that are wanted.
    const arrived = (e: FocusEvent) => { if ((e.target as Element).tagName === 'H1') here() }
    const press = (e: globalThis.KeyboardEvent) => {
      if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || (e.target as Element).closest('input,textarea,select,[role=dialog]')) return
      e.preventDefault()
      here()
    }
    here()
    main?.addEventListener('focusin', arrived)
    window.addEventListener('keydown', press)
    return () => {
      main?.removeEventListener('focusin', arrived)
      window.removeEventListener('keydown', press)
    }
  }, [])
  return (
    <TextInput
      ref={box}
      type="search"
      maxLength={200}
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      leftSection={<IconSearch size={20} aria-hidden />}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value)
        tell(e.currentTarget.value.trim())
      }}
    />
  )
}

interface Narrowed { under?: string; kind?: string; from?: string; to?: string }

function Conditions({ search, onChange }: { search: Narrowed; onChange: (part: Narrowed) => void }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const some = Boolean(search.under ?? search.kind ?? search.from ?? search.to)
  const choices = [...(kinds?.values() ?? [])].map((k) => ({ value: k.name, label: words.pick(k.label, k.name) })).toSorted((a, b) => a.label.localeCompare(b.label, words.lang))
  return (
    <details className={css.narrow} open={some || undefined}>
      <summary>{t('search.narrow')}</summary>
      <div className={css.filters}>
        <UnitPicker label={t('search.under')} clearable value={search.under ?? ''} onChange={(under) => onChange({ under: under || undefined })} />
        <NativeSelect label={t('search.kind')} value={search.kind ?? ''} onChange={(e) => onChange({ kind: e.currentTarget.value || undefined })} data={[{ value: '', label: t('search.kind_all') }, ...choices]} />
        <DateInput label={t('search.from')} value={search.from ?? ''} onChange={(from) => onChange({ from: from || undefined })} />
        <DateInput label={t('search.to')} value={search.to ?? ''} onChange={(to) => onChange({ to: to || undefined })} />
        {some && <Button variant="default" onClick={() => onChange({ under: undefined, kind: undefined, from: undefined, to: undefined })}>{t('search.clear')}</Button>}
      </div>
    </details>
  )
}
