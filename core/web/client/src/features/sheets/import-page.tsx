import '@/i18n/sheet'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useKind } from '@/api/me'
import { bring, importQuery, templateUrl } from '@/api/sheets'
import { ChooseSheet } from '@/draw/choose-sheet'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { Page } from '@/ui/page'
import { Progress } from './progress'

const route = getRouteApi('/shell/records/$kind/import')

/** A sheet of records on its way in: chosen, checked, taken, taken back. Its address brings it back. */
export function ImportPage() {
  const words = useWords()
  const { t } = words
  const { kind: name } = route.useParams()
  const { id } = route.useSearch()
  const navigate = route.useNavigate()
  const kind = useKind(name)
  const query = useQuery({ ...importQuery(id ?? ''), enabled: id !== undefined })
  const look = (at?: string) => void navigate({ search: { id: at } })
  return (
    <Page title={t('sheet.title', { kind: inSentence(kindLabel(words, kind)) })} sub={t('sheet.sub')}>
      {id === undefined
        ? <Choose kind={name} onBegun={look} />
        : <Loaded query={query}>{(i) => <Progress of={i} kind={kind} onAnother={() => look()} />}</Loaded>}
    </Page>
  )
}

function Choose({ kind, onBegun }: { kind: string; onBegun: (id: string) => void }) {
  const { t } = useWords()
  const sent = useMutation({ mutationFn: (file: File) => bring(kind, file), onSuccess: (i) => onBegun(i.id) })
  return <ChooseSheet template={templateUrl(kind)} templateHint={t('sheet.template_hint')} hint={t('sheet.choose_hint')} sending={sent.isPending} error={sent.error} onChoose={sent.mutate} />
}
