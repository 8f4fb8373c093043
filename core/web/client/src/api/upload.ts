import type * as tus from 'tus-js-client'
import { getCsrf, getRequestLanguage, newKey } from './client'
import { sha256 } from './digest'
import { isProblem, Problem, problemFrom } from './problem'
import { attachUpload } from './records'
import type { Document } from './types.gen'

// One file on its way into a slot: hashed on the device, sent by tus in pieces
// that survive a cut, then attached. Knows no screen. What speaks tus is fetched
// with the first file: it weighs 15 KB, and most visits send none.

const PIECE = 4 * 1024 * 1024
const RETRIES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000]

export interface Sending {
  start: () => void
  pause: () => void
  stop: () => void
}

export interface SendInput {
  file: File
  record: string
  slot: string
  /** Names this file across reloads. */
  key: string
  onProgress: (sent: number, total: number) => void
  onHash?: (hex: string) => void
  onWaiting?: () => void
  onDone: (doc: Document) => void
  onError: (problem: Problem) => void
}

/** What tus calls an error, in the client's one kind of error. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error
  const res = (error as tus.DetailedError).originalResponse
  if (!res) return new Problem({ status: 0, code: 'offline' })
  let body: Record<string, unknown> = {}
  try {
    body = JSON.parse(res.getBody()) as Record<string, unknown>
  } catch {
    // tus servers may answer in plain text
  }
  const wait = Number(res.getHeader('Retry-After'))
  return problemFrom(res.getStatus(), body, wait > 0 ? wait : undefined)
}

export function send(input: SendInput): Sending {
  let upload: tus.Upload | undefined
  let paused = false
  const attachKey = newKey()

  const attach = async () => {
    const id = upload?.url?.split('?')[0]?.split('/').pop() ?? ''
    try {
      input.onDone(await attachUpload(input.record, input.slot, id, attachKey))
    } catch (e) {
      input.onError(problemOf(e))
    }
  }

  const begin = async () => {
    if (upload?.url && upload.file && (upload as { done?: boolean }).done) return attach()
    if (upload) {
      upload.start()
      return
    }
    const hash = await sha256(input.file).catch(() => null)
    if (hash) input.onHash?.(hash)
    const speaker = await import('tus-js-client').catch(() => null)
    if (!speaker) return input.onError(new Problem({ status: 0, code: 'offline' }))
    if (paused) return
    upload = make(speaker.Upload, input, hash, attach)
    const earlier = await upload.findPreviousUploads().catch(() => [])
    if (earlier[0]) upload.resumeFromPreviousUpload(earlier[0])
    if (!paused) upload.start()
  }

  return {
    start: () => {
      paused = false
      void begin()
    },
    pause: () => {
      paused = true
      void upload?.abort()
    },
    stop: () => {
      paused = true
      void upload?.abort(true).catch(() => undefined)
    },
  }
}

function make(Upload: typeof tus.Upload, input: SendInput, hash: string | null, attach: () => Promise<void>): tus.Upload {
  const { file } = input
  const upload = new Upload(file, {
    endpoint: '/api/v1/uploads',
    chunkSize: PIECE,
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    fingerprint: () => Promise.resolve(`doanket.tus.${input.record}.${input.slot}.${input.key}`),
    metadata: {
      filename: file.name.normalize('NFC'),
      filetype: file.type || 'application/octet-stream',
      record: input.record,
      slot: input.slot,
      ...(hash ? { sha256: hash } : {}),
    },
    onBeforeRequest: (req) => {
      req.setHeader('X-CSRF-Token', getCsrf())
      req.setHeader('Accept-Language', getRequestLanguage())
    },
    onShouldRetry: (error) => {
      const again = problemOf(error).passing
      if (again) input.onWaiting?.()
      return again
    },
    onProgress: input.onProgress,
    onSuccess: () => {
      ;(upload as { done?: boolean }).done = true
      void attach()
    },
    onError: (error) => input.onError(problemOf(error)),
  })
  return upload
}
