import '@/i18n/figures'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useCanGoBack, useRouter } from '@tanstack/react-router'
import { useKinds } from '@/api/me'
import { contentUrl, documentQuery, versionsQuery } from '@/api/records'
import type { Document } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { kindLabel } from '@/draw/words'
import { formatBytes, formatInstant } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconArrowLeft } from '@/ui/icons'
import { Back, Card, Page, Stack } from '@/ui/page'
import { Notice, Skeletons } from '@/ui/state'
import css from './boards.module.css'
import { Facts } from './document-facts'
import { Preview } from './preview'
import { ProofMark } from './proof-mark'

const route = getRouteApi('/shell/documents/$id')

/** One paper: what stands on it, its fingerprint and versions, what it proves, and the paper itself. */
export function DocumentPage() {
  const { t } = useWords()
  const { id } = route.useParams()
  const query = useQuery(documentQuery(id))
  const doc = query.data
  return (
    <Page wide before={<BackLink />} eyebrow={t('document_page.title')} title={doc?.summary || doc?.name || t('document_page.title')} sub={doc && <ProofMark sound={doc.sound} />}>
      <Loaded query={query} skeleton={<Skeletons rows={3} height={150} label={t('state.loading')} />}>
        {(data) => (
          <div className={css.doc}>
            <Stack gap={20}>
              {!data.sound && <Notice tone="bad" title={t('document_page.broken')}>{t('document_page.broken_hint')}</Notice>}
              <Preview doc={data} />
            </Stack>
            <Stack gap={20}>
              <Facts doc={data} key={data.id} />
              <Proves doc={data} />
              <Versions doc={data} />
            </Stack>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function BackLink() {
  const { t } = useWords()
  const router = useRouter()
  const can = useCanGoBack()
  return (
    <Link to="/" className={Back} onClick={(e) => {
      if (!can) return
      e.preventDefault()
      router.history.back()
    }}>
      <IconArrowLeft size={20} aria-hidden />
      {t(can ? 'lineage.back' : 'document_page.to_today')}
    </Link>
  )
}

function Proves({ doc }: { doc: Document }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const records = doc.records ?? []
  return (
    <Card id="proves" title={t('document_page.proves')}>
      {records.length === 0 && <p className={css.hint}>{t('document_page.proves_none')}</p>}
      <ul className={css.plain}>
        {records.map((r) => (
          <li key={r.id}>
            <Link to="/record/$id" params={{ id: r.id }}>{r.title || t('record.untitled')}</Link>
            <p className={css.meta}><span>{kindLabel(words, kinds?.get(r.kind))}</span>{r.number && <span className="num">{r.number}</span>}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Versions({ doc }: { doc: Document }) {
  const { t } = useWords()
  const query = useQuery(versionsQuery(doc.id))
  return (
    <Card id="versions" title={t('document_page.versions')}>
      <Loaded query={query} skeleton={<Skeletons rows={1} label={t('state.loading')} />}>
        {(list) => (
          <ul className={css.plain}>
            {list.map((v) => (
              <li key={v.version}>
                <a href={contentUrl(doc.id, v.version)} download={v.name}>{t('document_page.version', { n: v.version })}</a>
                <p className={css.meta}>
                  <span className="num">{formatInstant(v.created_at)}</span>
                  <span>{v.created_by.name}</span>
                  <span className="num">{formatBytes(v.size)}</span>
                  <ProofMark sound={v.sound} />
                </p>
                <p className={css.meta}>SHA-256 <span className={css.hash}>{v.sha256}</span></p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
