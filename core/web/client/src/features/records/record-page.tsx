import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useOpened } from '@/api/device'
import { useKind, useKinds, useMe } from '@/api/me'
import { recordQuery } from '@/api/records'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Page } from '@/ui/page'
import { Skeletons } from '@/ui/state'
import { RecordView } from './record-view'

const route = getRouteApi('/shell/record/$id')

/** One record, drawn from its manifest. */
export function RecordPage() {
  const words = useWords()
  const { id } = route.useParams()
  const query = useQuery(recordQuery(id))
  const kinds = useKinds()
  const kind = useKind(query.data?.kind)
  const me = useMe()
  const opened = useOpened(me.person.id) // what was typed before is on its way out of its seal
  if (query.data && opened && (kind || kinds.isFetched)) {
    return <RecordView key={`${me.person.id}.${id}`} rec={query.data} kind={kind} before={<BackLink kind={query.data.kind} label={kindLabel(words, kind)} />} />
  }
  return (
    <Page title={words.t(query.error ? 'record.one' : 'record.opening')}>
      <Loaded query={{ ...query, data: undefined }} skeleton={<Skeletons rows={5} height={110} label={words.t('state.loading')} />}>{() => null}</Loaded>
    </Page>
  )
}

function BackLink({ kind, label }: { kind: string; label: string }) {
  return (
    <Link to="/records/$kind" params={{ kind }} className={Back}>
      <IconArrowLeft size={20} aria-hidden />
      {label}
    </Link>
  )
}
