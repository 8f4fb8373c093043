import '@/i18n/sheet'
import { Button, FileButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useKind } from '@/api/me'
import { isProblem } from '@/api/problem'
import { bring, importQuery, templateUrl } from '@/api/sheets'
import { Loaded, ProblemNotice } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { IconDownload } from '@/ui/icons'
import { Card, Page } from '@/ui/page'
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
    <Page title={t('sheet.title', { kind: inSentence(kindLabel(words, kind, name)) })} sub={t('sheet.sub')}>
      {id === undefined
        ? <Choose kind={name} onBegun={look} />
        : <Loaded query={query}>{(i) => <Progress of={i} kind={kind} onAnother={() => look()} />}</Loaded>}
    </Page>
  )
}

function Choose({ kind, onBegun }: { kind: string; onBegun: (id: string) => void }) {
  const { t } = useWords()
  const sent = useMutation({ mutationFn: (file: File) => bring(kind, file), onSuccess: (i) => onBegun(i.id) })
  const choose = (file: File | null | undefined) => { if (file) sent.mutate(file) }
  return (
    <>
      <Card id="template" title={t('sheet.template_title')} action={<Button component="a" variant="default" leftSection={<IconDownload size={18} aria-hidden />} href={templateUrl(kind)} download>{t('sheet.template')}</Button>}>
        <p>{t('sheet.template_hint')}</p>
      </Card>
      <div
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          e.preventDefault()
          choose(e.dataTransfer.files[0])
        }}
      >
        <Card
          id="choose"
          title={t('sheet.choose_title')}
          action={(
            <FileButton accept=".xlsx,.csv" onChange={choose}>
              {(props) => <Button {...props} loading={sent.isPending}>{t('sheet.choose')}</Button>}
            </FileButton>
          )}
        >
          <p role={sent.isPending ? 'status' : undefined}>{t(sent.isPending ? 'sheet.sending' : 'sheet.choose_hint')}</p>
          {isProblem(sent.error) && <ProblemNotice problem={sent.error} />}
        </Card>
      </div>
    </>
  )
}
