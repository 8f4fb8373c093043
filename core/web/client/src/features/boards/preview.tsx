import { Button } from '@mantine/core'
import { useState } from 'react'
import { contentUrl } from '@/api/records'
import type { Doc } from '@/api/types'
import { formatBytes } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconEye, IconLink } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from './boards.module.css'

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
/** Below this a picture is shown at once; above, mobile data is spent only when asked. */
const SMALL = 400 * 1024

/** The paper itself: pictures here, a PDF in a page of its own (the server lets nothing frame it). */
export function Preview({ doc }: { doc: Doc }) {
  const { t } = useWords()
  const [asked, setAsked] = useState(doc.size <= SMALL)
  const [failed, setFailed] = useState(false)
  const source = contentUrl(doc.id, doc.version, true)
  const size = formatBytes(doc.size)
  if (doc.mime === 'application/pdf') {
    return (
      <Card id="preview" title={t('document_page.view')}>
        <Button component="a" href={source} target="_blank" rel="noreferrer" leftSection={<IconLink size={18} />}>{t('document_page.open_pdf', { size })}</Button>
      </Card>
    )
  }
  if (!PICTURES.has(doc.mime)) return <Card id="preview" title={t('document_page.view')}><p className={css.hint}>{t('document_page.no_view')}</p></Card>
  return (
    <Card id="preview" title={t('document_page.view')}>
      {asked && !failed && <a href={source} target="_blank" rel="noreferrer" aria-label={t('document_page.full_size', { name: doc.name })}><img className={css.picture} src={source} alt={doc.summary || doc.name} onError={() => setFailed(true)} /></a>}
      {!asked && <Button leftSection={<IconEye size={20} />} onClick={() => setAsked(true)}>{t('document_page.show_picture', { size })}</Button>}
      {failed && <p className={css.hint}>{t('document_page.picture_failed')}</p>}
    </Card>
  )
}
