import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Document } from '@/api/types.gen'
import { formatBytes, formatDate, formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { CopyButton } from '@/ui/copy-button'
import { IconPencil } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from './boards.module.css'
import { CorrectFacts } from './correct-facts'

/** What stands on a paper, and the way to put right what was typed wrong. */
export function Facts({ doc }: { doc: Document }) {
  const { t } = useWords()
  const [correcting, setCorrecting] = useState(false)
  const facts: [string, ReactNode][] = [
    [t('document_page.number'), doc.number],
    [t('document_page.issued_on'), doc.issued_on && <span className="num">{formatDate(doc.issued_on)}</span>],
    [t('document_page.issuer'), doc.issuer],
    [t('document_page.summary'), doc.summary],
    [t('document_page.file'), doc.name],
    [t('document_page.size'), <span key="size" className="num">{formatBytes(doc.size)}</span>],
    [t('document_page.received'), <span key="at" className="num">{formatInstant(doc.created_at)}{doc.created_by?.name ? `, ${doc.created_by.name}` : ''}</span>],
    [t('document_page.scan'), doc.scan && <Scan scan={doc.scan} />],
  ]
  const begin = doc.correctable && !correcting && (
    <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setCorrecting(true)}>{t('document_page.correct')}</Button>
  )
  return (
    <Card id="facts" title={t('document_page.facts')} action={begin}>
      {correcting ? <CorrectFacts doc={doc} onDone={() => setCorrecting(false)} /> : (
        <dl className={css.facts}>
          {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
          <div>
            <dt>{t('document_page.hash')}</dt>
            <dd><code className={css.hash}>{doc.sha256}</code></dd>
          </div>
        </dl>
      )}
      <div style={{ marginTop: 10 }}>
        <CopyButton text={doc.sha256} done={t('action.copied')} failed={t('action.copy_failed')}>{t('document_page.copy_hash')}</CopyButton>
      </div>
    </Card>
  )
}

function Scan({ scan }: { scan: string }) {
  const words = useWords()
  return <>{words.maybe(`document_page.scan_${scan}`, words.t('document_page.scan_unknown'))}</>
}
