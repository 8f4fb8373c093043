// What the service worker keeps for reading without a line. It lies sealed under the
// key of whoever is signed in (src/api/device.ts), also the address it was read at:
// when the session ends the key goes, and nothing of it opens any more.

const NAME = 'doanket-sealed-reads'
const NOWHERE = '/sealed-reads/none'

/** The keys of whoever is signed in; null when nobody is, or not heard from for too long. */
const device = () => new Promise((resolve) => {
  const asked = indexedDB.open('doanket-device', 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore('key')
  asked.onerror = () => resolve(null)
  asked.onsuccess = () => {
    const done = (keys) => {
      asked.result.close()
      resolve(keys && keys.until > Date.now() ? keys : null)
    }
    const got = asked.result.transaction('key').objectStore('key').get('key')
    got.onsuccess = () => done(got.result)
    got.onerror = () => done(null)
  }
})

const bytes = (text) => new TextEncoder().encode(text)

async function placeOf(keys, address) {
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', keys.mac, bytes(address)))
  return `/sealed-reads/${Array.from(mac, (b) => b.toString(16).padStart(2, '0')).join('')}`
}

const addressOf = (url) => {
  const { pathname, search } = new URL(url, self.location.origin)
  return pathname + search
}

async function seal(keys, place, body, date) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes(place) }, keys.aes, body)
  return new Response(new Blob([iv, sealed]), { headers: { Date: date ?? new Date().toUTCString() } })
}

async function open(keys, place, kept) {
  const all = await kept.arrayBuffer()
  const body = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: all.slice(0, 12), additionalData: bytes(place) }, keys.aes, all.slice(12))
  return new Response(body, { headers: { 'Content-Type': 'application/json', Date: kept.headers.get('Date') } })
}

/** Workbox asks these at every read it keeps or gives back. */
self.sealedReads = {
  place: async (request) => {
    const keys = await device()
    return keys ? placeOf(keys, addressOf(request.url)) : NOWHERE
  },
  seal: async (request, response) => {
    const keys = await device()
    if (!keys || response.status !== 200) return null
    return seal(keys, await placeOf(keys, addressOf(request.url)), await response.arrayBuffer(), response.headers.get('Date'))
  },
  open: async (request, kept) => {
    const keys = await device()
    return keys && kept ? open(keys, addressOf(request.url), kept).catch(() => null) : null
  },
}

// The answer to a write is kept as if it had been read (src/api/reads.ts).
self.addEventListener('message', (event) => {
  if (event.data?.type !== 'KEEP_READ') return
  event.waitUntil((async () => {
    const keys = await device()
    if (!keys) return
    const place = await placeOf(keys, event.data.address)
    await (await caches.open(NAME)).put(place, await seal(keys, place, bytes(event.data.body)))
  })())
})

// Before they were sealed reads were kept under another name.
self.addEventListener('activate', (event) => event.waitUntil(caches.delete('doanket-reads')))
