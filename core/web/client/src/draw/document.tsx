import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { canDigest, sha256, shortHash } from '@/api/digest'
import { contentUrl } from '@/api/records'
import { formatBytes, formatDate, formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconAlert, IconDoc, IconDownload, IconSeal } from '@/ui/icons'
import css from './draw.module.css'

export interface DocLike { id: string; name: string; version: number; sha256: string; sound: boolean; size?: number; number?: string; issued_on?: string; created_at?: string; scan?: string }

/** One paper: its name, its fingerprint, and the ways to get and to prove it. */
export function DocumentCard({ doc, action, note }: { doc: DocLike; action?: ReactNode; note?: ReactNode }) {
  const { t } = useWords()
  return (
    <article className={css.file} aria-label={doc.name}>
      <div className={css.fileTop}>
        <IconDoc size={26} aria-hidden />
        <div style={{ minWidth: 0, flex: 1 }}>
          <p className={css.fileName}>
            <Link to="/documents/$id" params={{ id: doc.id }}>{doc.name}</Link>
          </p>
          <p className={css.fileMeta}>
            {doc.number && <span>{t('doc.number', { number: doc.number })}</span>}
            {doc.issued_on && <span>{formatDate(doc.issued_on)}</span>}
            {doc.size !== undefined && <span className="num">{formatBytes(doc.size)}</span>}
            {doc.version > 1 && <span>{t('doc.version', { n: doc.version })}</span>}
            {doc.created_at && <span className="num">{formatInstant(doc.created_at)}</span>}
          </p>
          <p className={css.fileMeta}>
            <span>SHA-256 <span className={css.hash} title={doc.sha256}>{shortHash(doc.sha256)}</span></span>
          </p>
          {note}
        </div>
      </div>
      {!doc.sound && (
        <p className={css.badLine}>
          <IconAlert size={20} aria-hidden />
          {t('doc.broken')}
        </p>
      )}
      <DocumentActions doc={doc} action={action} />
    </article>
  )
}

/** Get the paper, and prove on this device that it is the one handed in. */
export function DocumentActions({ doc, action, main }: { doc: DocLike; action?: ReactNode; /** Getting it is what the screen is for. */ main?: boolean }) {
  const { t } = useWords()
  const verify = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const res = await fetch(contentUrl(doc.id, doc.version), { credentials: 'same-origin' })
      if (!res.ok) throw new Error(String(res.status))
      return sha256(await res.arrayBuffer())
    },
  })
  const same = verify.data?.toLowerCase() === doc.sha256.toLowerCase()
  return (
    <>
      <div className={css.buttons}>
        <Button component="a" variant={main ? 'filled' : 'default'} href={contentUrl(doc.id, doc.version)} download={doc.name} leftSection={<IconDownload size={18} />} aria-label={t('doc.download_name', { name: doc.name })}>
          {t('doc.download')}
        </Button>
        {canDigest() && (
          <Button variant="subtle" loading={verify.isPending} onClick={() => verify.mutate()} leftSection={<IconSeal size={18} />} aria-label={t('doc.verify_name', { name: doc.name })}>
            {t('doc.verify')}
          </Button>
        )}
        {action}
      </div>
      <div role="status">
        {verify.isError && <p className={css.badLine}><IconAlert size={20} aria-hidden />{t('doc.verify_failed')}</p>}
        {verify.isSuccess && same && <p className={css.okLine}><IconSeal size={20} aria-hidden />{t('doc.verified')}</p>}
        {verify.isSuccess && !same && <p className={css.badLine}><IconAlert size={20} aria-hidden />{t('doc.differs')}</p>}
      </div>
    </>
  )
}
