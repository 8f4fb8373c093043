import { connection } from './connection'
import { Problem, readProblem } from './problem'
import type { Answer, Asked, Method, Route } from './route'

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

/** Asks the reader to show that it is them; says whether they did. */
let onProof: () => Promise<boolean> = () => Promise.resolve(false)
export const whenProofIsAsked = (fn: () => Promise<boolean>) => { onProof = fn }

export interface Ask {
  method?: Uppercase<Method>
  query?: Query
  body?: unknown
  /** Sent as If-Match: a number as "v<version>", a text as it is. */
  version?: number | string
  /** Makes a POST safe to send again. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** A refused sign-in is no end of a session. */
  quiet?: boolean
  /** The answer is a file. */
  file?: boolean
}

/** Lists are sent with commas between, maps as name[key]; what is empty is left out. */
type Query = Record<string, string | number | boolean | string[] | Record<string, string> | undefined>

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'object' && !Array.isArray(value)) for (const [key, v] of Object.entries(value)) search.set(`${name}[${key}]`, v)
    else if (value !== undefined && value !== false && String(value) !== '') search.set(name, String(value))
  }
  const q = search.toString()
  return `${BASE}${path}${q ? `?${q}` : ''}`
}

function headersOf(ask: Ask): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (ask.body !== undefined && !(ask.body instanceof FormData)) headers.set('Content-Type', 'application/json')
  if (ask.method && ask.method !== 'GET' && csrf) headers.set('X-CSRF-Token', csrf)
  if (ask.version !== undefined) headers.set('If-Match', typeof ask.version === 'string' ? ask.version : `"v${ask.version}"`)
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
      body: ask.body instanceof FormData ? ask.body : JSON.stringify(ask.body),
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
    // Something grave, long after the password was last typed: shown again, the act goes on.
    if (problem.code === 'sign_in.again' && await onProof()) return call<T>(path, ask)
    throw problem
  }
  if (res.status === 204 || res.headers.get('content-length') === '0') return undefined as T
  return (await (ask.file ? res.blob() : res.json())) as T
}

const act = <M extends Method>(method: Uppercase<M>) => async <P extends Route<M>>(route: P, ...[ask]: Asked<M, P>): Promise<Answer<M, P>> => {
  const { path = {}, ...more }: { path?: Record<string, string> } & Ask = ask ?? {}
  return call(route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? '')), { ...more, method })
}

export const get = act<'get'>('GET')
export const post = act<'post'>('POST')
export const put = act<'put'>('PUT')
export const patch = act<'patch'>('PATCH')
export const remove = act<'delete'>('DELETE')

/** A fresh key for one intended act, kept while it is tried again. */
export const newKey = (): string =>
  typeof crypto.randomUUID === 'function' ? crypto.randomUUID() : `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
