// What the service worker keeps of what was read, so that it can be read without a
// line: sealed under the key of whoever is signed in (public/reads-sw.js).

const NAME = 'doanket-sealed-reads'

/** Keeps the answer to a write as if it had been read: the next look, without a line, is not an older one. */
export function keepRead(path: string, body: unknown): void {
  if ('serviceWorker' in navigator) navigator.serviceWorker.controller?.postMessage({ type: 'KEEP_READ', address: `/api/v1${path}`, body: JSON.stringify(body) })
}

/** What the device kept for reading is of whoever was signed in: nobody needs it after them. */
export async function forgetReads(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(NAME).catch(() => false)
}
