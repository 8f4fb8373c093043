import '@/i18n/sheet'
import { Button, FileButton } from '@mantine/core'
import { isProblem } from '@/api/problem'
import { useWords } from '@/i18n'
import { IconDownload } from '@/ui/icons'
import { Card } from '@/ui/page'
import { ProblemNotice } from './problem'

/** The way in of a sheet: its template to fill in, and the filled one chosen or dropped. */
export function ChooseSheet({ template, templateHint, hint, sending, error, onChoose }: { template: string; templateHint: string; hint: string; sending: boolean; error: unknown; onChoose: (file: File) => void }) {
  const { t } = useWords()
  const choose = (file: File | null | undefined) => { if (file) onChoose(file) }
  return (
    <>
      <Card id="template" title={t('sheet.template_title')} action={<Button component="a" variant="default" leftSection={<IconDownload size={18} aria-hidden />} href={template} download>{t('sheet.template')}</Button>}>
        <p>{templateHint}</p>
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
              {(props) => <Button {...props} loading={sending}>{t('sheet.choose')}</Button>}
            </FileButton>
          )}
        >
          <p role={sending ? 'status' : undefined}>{sending ? t('sheet.sending') : hint}</p>
          {isProblem(error) && <ProblemNotice problem={error} />}
        </Card>
      </div>
    </>
  )
}
