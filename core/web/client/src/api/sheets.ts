import { queryOptions } from '@tanstack/react-query'
import { call, get, getCsrf, getRequestLanguage, newKey, post, put, remove, url } from './client'
import { Problem } from './problem'
import { saveFile } from './save'
import type { Import } from './types.gen'
import { problemOf } from './upload'

// Sheets: the template of a kind, a list as a file, a file on its way in.

export interface ExportQuery { q?: string; state?: string[]; overdue?: boolean; filter?: Record<string, string> }

export const templateUrl = (kind: string): string => url(`/kinds/${kind}/template.xlsx`)
const exportPath = (kind: string) => `/records/${kind}/export.xlsx`
export const exportUrl = (kind: string, query: ExportQuery): string => url(exportPath(kind), { ...query })
export const rejectedUrl = (id: string): string => url(`/imports/${id}/rejected.xlsx`)

/** An export by a request of ours, which asks for a proof where one is wanted. */
export async function fetchExport(kind: string, query: ExportQuery): Promise<void> {
  saveFile(await call<Blob>(exportPath(kind), { query: { ...query }, file: true }), `${kind}.xlsx`)
}

const moving = (i: Import | undefined) => i !== undefined && ['reading', 'taking', 'undoing'].includes(i.state)
const LOOK = 1_000 // while something moves it is looked at again

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => get('/imports/{id}', { path: { id }, signal }),
    refetchInterval: (q) => (moving(q.state.data) ? LOOK : false),
  })

export const wrongRowsQuery = (i: Import) =>
  queryOptions({
    queryKey: ['import', i.id, 'rows', i.counts],
    queryFn: ({ signal }) => get('/imports/{id}/rows', { path: { id: i.id }, query: { state: ['bad', 'refused', 'kept'], limit: 50 }, signal }),
    enabled: !moving(i) && i.counts.bad + i.counts.refused + i.counts.kept > 0,
  })

/** Sends a sheet up and begins its import. */
export async function bring(kind: string, file: File): Promise<Import> {
  const key = newKey()
  const upload = await sendUp(file)
  return post('/imports', { body: { kind, upload }, idempotencyKey: key })
}

export const setColumns = (id: string, columns: string[], unit: string) => put('/imports/{id}/columns', { path: { id }, body: { columns, unit } })
export const take = (id: string) => post('/imports/{id}/take', { path: { id }, idempotencyKey: newKey() })
export const undo = (id: string) => post('/imports/{id}/undo', { path: { id }, idempotencyKey: newKey() })
export const drop = (id: string) => remove('/imports/{id}', { path: { id } })

/** The id of the upload, once it is whole. */
async function sendUp(file: File): Promise<string> {
  const speaker = await import('tus-js-client').catch(() => { throw new Problem({ status: 0, code: 'offline' }) })
  return new Promise((resolve, reject) => {
    const upload = new speaker.Upload(file, {
      endpoint: '/api/v1/uploads',
      chunkSize: 4 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10_000],
      storeFingerprintForResuming: false,
      metadata: { filename: file.name.normalize('NFC'), filetype: file.type || 'application/octet-stream' },
      onBeforeRequest: (req) => {
        req.setHeader('X-CSRF-Token', getCsrf())
        req.setHeader('Accept-Language', getRequestLanguage())
      },
      onShouldRetry: (error) => problemOf(error).passing,
      onSuccess: () => resolve(upload.url?.split('?')[0]?.split('/').pop() ?? ''),
      onError: (error) => reject(problemOf(error)),
    })
    upload.start()
  })
}
