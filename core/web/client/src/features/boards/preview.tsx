import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { contentUrl } from '@/api/records'
import type { Document } from '@/api/types.gen'
import { DocumentActions } from '@/draw/document'
import { formatBytes } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconEye } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from './boards.module.css'

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
/** Below this a paper is shown at once; above, mobile data is spent only when asked. */
const SMALL = 400 * 1024

/** The paper itself, and the ways to get and to prove it. Phones open a PDF in a page of its own: they have no frame for it. */
export function Preview({ doc }: { doc: Document }) {
  const { t } = useWords()
  const desk = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const [asked, setAsked] = useState(doc.size <= SMALL)
  const source = contentUrl(doc.id, doc.version, true)
  const size = formatBytes(doc.size)
  const pdf = doc.mime === 'application/pdf'
  const shown = PICTURES.has(doc.mime) || (pdf && desk)
  const open = pdf && !desk && (
    <Button component="a" href={source} target="_blank" rel="noreferrer" leftSection={<IconEye size={20} />}>{t('document_page.open_pdf', { size })}</Button>
  )
  return (
    <Card id="preview" title={t('document_page.view')}>
      <div className={css.view}>
        {open && <div>{open}</div>}
        <DocumentActions doc={doc} main={!open} />
        {shown && !asked && <div><Button leftSection={<IconEye size={20} />} onClick={() => setAsked(true)}>{t('document_page.show', { size })}</Button></div>}
        {shown && asked && (pdf ? <iframe className={css.frame} src={source} title={doc.summary || doc.name} /> : <Picture doc={doc} source={source} />)}
        {!shown && !pdf && <p className={css.hint}>{t('document_page.no_view')}</p>}
      </div>
    </Card>
  )
}

function Picture({ doc, source }: { doc: Document; source: string }) {
  const { t } = useWords()
  const [failed, setFailed] = useState(false)
  if (failed) return <p className={css.hint}>{t('document_page.picture_failed')}</p>
  return (
    <a href={source} target="_blank" rel="noreferrer" aria-label={t('document_page.full_size', { name: doc.name })}>
      <img className={css.picture} src={source} alt={doc.summary || doc.name} onError={() => setFailed(true)} />
    </a>
  )
}
