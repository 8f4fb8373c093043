import '@/i18n/admin'
import '@/i18n/sheet'
import { Button, FileButton, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/me'
import { isProblem } from '@/api/problem'
import type { UnitTable } from '@/api/types.gen'
import { previewUnits, takeUnits, touchUnits, unitTemplateUrl } from '@/api/units'
import { ChooseSheet } from '@/draw/choose-sheet'
import { ProblemNotice } from '@/draw/problem'
import { useWords } from '@/i18n'
import { IconArrowLeft } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Actions, Back, Card, Page, Stack } from '@/ui/page'
import { State } from '@/ui/state'
import { ImportRows } from './import-rows'

interface Looked { file: File; table: UnitTable }

/** Units on their way in from a table: chosen, looked at row by row, taken all at once. */
export function UnitsImportPage() {
  const { t } = useWords()
  const may = useCan('admin:units')
  return (
    <Page title={t('units.import_title')} sub={may ? t('sheet.sub') : undefined} before={<Link to="/units" search={{}} className={Back}><IconArrowLeft size={20} aria-hidden />{t('units.to_tree')}</Link>}>
      {may ? <Import /> : <State title={t('units.import_not_yours')}>{t('state.forbidden_hint')}</State>}
    </Page>
  )
}

function Import() {
  const { t } = useWords()
  const [looked, setLooked] = useState<Looked | null>(null)
  const [done, setDone] = useState<UnitTable | null>(null)
  const preview = useMutation({
    meta: { quiet: true },
    mutationFn: async (file: File): Promise<Looked> => {
      const held = new File([await file.arrayBuffer()], file.name, { type: file.type }) // what is taken is what was looked at, whatever becomes of the file
      return { file: held, table: await previewUnits(held) }
    },
    onSuccess: (found) => {
      setDone(null)
      setLooked(found)
    },
  })
  const another = (
    <FileButton accept=".xlsx,.csv" onChange={(file) => { if (file) preview.mutate(file) }}>
      {(props) => <Button {...props} variant="default" loading={preview.isPending}>{t('sheet.choose_other')}</Button>}
    </FileButton>
  )
  return (
    <Stack>
      {!looked && !done && <ChooseSheet template={unitTemplateUrl} templateHint={t('units.import_template_hint')} hint={t('units.import_choose_hint')} sending={preview.isPending} error={preview.error} onChoose={preview.mutate} />}
      {looked && isProblem(preview.error) && <ProblemNotice problem={preview.error} />}
      {looked && (
        <Checked
          key={looked.table.seen} looked={looked} another={another}
          onStale={() => preview.mutate(looked.file)}
          onDone={(table) => {
            setLooked(null)
            setDone(table)
          }}
        />
      )}
      {done && (
        <Card id="done" title={t('units.import_done', { n: done.counts.new + done.counts.changed, name: done.name })}>
          <Actions><LinkButton to="/units" search={{}}>{t('units.to_tree')}</LinkButton>{another}</Actions>
        </Card>
      )}
      {(looked ?? done) && <ImportRows table={looked?.table ?? (done as UnitTable)} />}
    </Stack>
  )
}

/** What would become of the table, and the verbs that lead on. */
function Checked({ looked: { file, table }, another, onStale, onDone }: { looked: Looked; another: React.ReactNode; onStale: () => void; onDone: (table: UnitTable) => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [basis, setBasis] = useState('')
  const [tried, setTried] = useState(false)
  const n = table.counts
  const good = n.new + n.changed
  const lacking = n.changed > 0 && basis.trim() === ''
  const take = useMutation({
    meta: { quiet: true },
    mutationFn: () => takeUnits(file, { seen: table.seen, basis: basis.trim(), rows: n.refused > 0 ? 'good' : 'all' }),
    onSuccess: (after) => {
      touchUnits(client)
      onDone(after)
    },
    onError: (e) => { if (isProblem(e) && e.code === 'unit.table_moved') onStale() },
  })
  const lines = [['units.import_new', n.new], ['units.import_changed', n.changed], ['sheet.same', n.same], ['sheet.bad', n.refused]] as const
  return (
    <Card id="ready" title={t('sheet.ready', { name: table.name })}>
      <Stack>
        <ul>{lines.filter(([, count]) => count > 0).map(([key, count]) => <li key={key}>{t(key, { n: count })}</li>)}</ul>
        {n.refused > 0 ? <p>{t('units.import_mend')}</p> : good === 0 && <p>{t('units.import_none')}</p>}
        {good > 0 && (n.changed > 0 || n.refused === 0) && ( // else what is to be mended comes first
          <Textarea
            label={t('units.basis')} description={t('units.basis_hint')} required={n.changed > 0} withAsterisk={n.changed > 0} minRows={2} value={basis}
            onChange={(e) => setBasis(e.currentTarget.value)} error={tried && lacking ? t('units.needed') : undefined}
          />
        )}
        {isProblem(take.error) && <ProblemNotice problem={take.error} />}
        <Actions>
          {good > 0 && (
            <Button
              variant={n.refused > 0 ? 'default' : 'filled'} loading={take.isPending}
              onClick={() => {
                setTried(true)
                if (!lacking) take.mutate()
              }}
            >
              {n.refused > 0 ? t('units.import_good', { n: good }) : t('units.import_all', { n: good })}
            </Button>
          )}
          {another}
        </Actions>
      </Stack>
    </Card>
  )
}
