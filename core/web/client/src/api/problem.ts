// The one error of the client: what the server said (RFC 9457), or that it could not be reached.

export interface FieldProblem { field: string; code: string; detail?: string }

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldProblem[]
  readonly params: Record<string, unknown>
  /** Seconds the server asks to wait. */
  readonly retryAfter?: number

  constructor(init: { status: number; code: string; detail?: string; errors?: FieldProblem[]; params?: Record<string, unknown>; retryAfter?: number }) {
    super(init.detail ?? init.code)
    this.name = 'Problem'
    this.status = init.status
    this.code = init.code
    this.errors = init.errors ?? []
    this.params = init.params ?? {}
    this.retryAfter = init.retryAfter
  }

  /** The server could not be reached, or asks for patience: the same request may be sent again. */
  get passing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 502 || this.status === 504 || this.status === 429
  }
}

export const isProblem = (e: unknown): e is Problem => e instanceof Problem

/** Reads an answer that was no success. Never throws itself. */
export async function readProblem(res: Response): Promise<Problem> {
  const header = Number(res.headers.get('retry-after'))
  let body: Record<string, unknown> = {}
  try {
    body = (await res.json()) as Record<string, unknown>
  } catch {
    // A proxy's page or an empty body: the status alone must do.
  }
  return problemFrom(res.status, body, Number.isFinite(header) && header > 0 ? header : undefined)
}

export function problemFrom(status: number, body: Record<string, unknown>, retryAfter?: number): Problem {
  const text = (v: unknown) => (typeof v === 'string' && v ? v : undefined)
  return new Problem({
    status,
    code: text(body.code) ?? `http.${status}`,
    detail: text(body.detail) ?? text(body.title),
    errors: Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : [],
    params: (body.params as Record<string, unknown>) ?? {},
    retryAfter: retryAfter ?? (typeof body.retry_after === 'number' ? body.retry_after : undefined),
  })
}
