import { connection } from './connection'
import { Problem, readProblem } from './problem'

// The one HTTP function. It knows the CSRF token, the reader's language and
// what to do when the session is over; screens know none of it.

const BASE = '/api/v1'
const PATIENCE = 25_000

let csrf = ''
let language = 'vi'
let onSignedOut: () => void = () => undefined

export const setCsrf = (token: string) => { csrf = token }
export const getCsrf = () => csrf
export const setRequestLanguage = (lang: string) => { language = lang }
export const getRequestLanguage = () => language
export const whenSignedOut = (fn: () => void) => { onSignedOut = fn }

export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Record<string, string | number | undefined | null>
  body?: unknown
  /** Sent as If-Match "v<version>". */
  version?: number
  /** Makes a POST safe to send again. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** A refused sign-in is no end of a session. */
  quiet?: boolean
}

export function url(path: string, query?: Ask['query']): string {
  const search = new URLSearchParams()
  for (const [k, v] of Object.entries(query ?? {})) {
    if (v !== undefined && v !== null && v !== '') search.set(k, String(v))
  }
  const q = search.toString()
  return `${BASE}${path}${q ? `?${q}` : ''}`
}

function headersOf(ask: Ask): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (ask.body !== undefined) headers.set('Content-Type', 'application/json')
  if (ask.method && ask.method !== 'GET' && csrf) headers.set('X-CSRF-Token', csrf)
  if (ask.version !== undefined) headers.set('If-Match', `"v${ask.version}"`)
  if (ask.idempotencyKey) headers.set('Idempotency-Key', ask.idempotencyKey)
  return headers
}

export async function call<T>(path: string, ask: Ask = {}): Promise<T> {
  const timeout = AbortSignal.timeout(PATIENCE)
  let res: Response
  try {
    res = await fetch(url(path, ask.query), {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
      credentials: 'same-origin',
      signal: ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout,
    })
  } catch (e) {
    if (ask.signal?.aborted) throw e
    connection.lost()
    throw new Problem({ status: 0, code: timeout.aborted ? 'slow' : 'offline' })
  }
  connection.heard(res.headers.get('date'))
  if (!res.ok) {
    const problem = await readProblem(res)
    if (res.status === 401 && !ask.quiet) onSignedOut()
    throw problem
  }
  if (res.status === 204 || res.headers.get('content-length') === '0') return undefined as T
  return (await res.json()) as T
}

export const get = <T>(path: string, query?: Ask['query'], signal?: AbortSignal) => call<T>(path, { query, signal })
export const post = <T>(path: string, body?: unknown, more: Ask = {}) => call<T>(path, { ...more, method: 'POST', body: body ?? {} })
export const patch = <T>(path: string, body: unknown, more: Ask = {}) => call<T>(path, { ...more, method: 'PATCH', body })
export const remove = <T>(path: string, more: Ask = {}) => call<T>(path, { ...more, method: 'DELETE' })

/** A fresh key for one intended act, kept while it is tried again. */
export const newKey = (): string =>
  typeof crypto.randomUUID === 'function' ? crypto.randomUUID() : `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
