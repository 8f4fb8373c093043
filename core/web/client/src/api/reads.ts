// What the service worker keeps of what was read, so that it can be read without a line.

const NAME = 'doanket-reads'

/** Keeps the answer to a write as if it had been read: the next look, without a line, is not an older one. */
export async function keepRead(path: string, body: unknown): Promise<void> {
  if (!('caches' in globalThis)) return
  const headers = { 'Content-Type': 'application/json', Date: new Date().toUTCString() }
  await caches.open(NAME).then((kept) => kept.put(`/api/v1${path}`, new Response(JSON.stringify(body), { headers }))).catch(() => undefined)
}

/** What the device kept for reading is of whoever was signed in: on a weak line it would be shown to the next. */
export async function forgetReads(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(NAME).catch(() => false)
}
