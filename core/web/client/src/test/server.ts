import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

export const at = (path: string): string => `*/api/v1${path}`

/** The province of the tests; each test says what it answers, beside what stands empty around most screens. */
export const server = setupServer(
  http.get(at('/proposals'), () => HttpResponse.json({ items: [] })),
  http.get(at('/session/providers'), () => HttpResponse.json({ items: [] })),
)

/** A refusal as the server words it (RFC 9457). */
export const refuse = (status: number, code: string, more: Record<string, unknown> = {}) =>
  HttpResponse.json({ type: `urn:doanket:problem:${code}`, title: '', status, code, detail: '', ...more }, { status })

export { http, HttpResponse }
