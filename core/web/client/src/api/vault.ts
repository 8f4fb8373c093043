// Seals and opens what a browser keeps for one person. The server gives each person
// one secret, the same after every sign-in; the keys made of it cannot be read out.

export interface Keys { aes: CryptoKey; mac: CryptoKey }

/** `name` is where a thing lies: what is sealed for one place opens at no other. */
export interface Vault {
  keys: Keys
  seal: (name: string, value: unknown) => Promise<string>
  open: (name: string, sealed: string) => Promise<unknown>
  sealFile: (name: string, file: Blob) => Promise<Blob>
  openFile: (name: string, sealed: Blob) => Promise<Blob>
}

const PART = 1024 * 1024 // of a file, so that a large one needs little memory
const IV = 12
const TAG = 16

const bytesOf = (text: string) => new TextEncoder().encode(text)
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))

function toBase64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(out)
}

async function derive(secret: string): Promise<Keys> {
  const all = await crypto.subtle.importKey('raw', fromBase64(secret), 'HKDF', false, ['deriveKey'])
  const from = (info: string): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytesOf(info) })
  return {
    aes: await crypto.subtle.deriveKey(from('doanket kept'), all, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    mac: await crypto.subtle.deriveKey(from('doanket place'), all, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  }
}

export async function openVault(secret: string): Promise<Vault> {
  const keys = await derive(secret)
  const close = async (name: string, plain: BufferSource): Promise<Uint8Array<ArrayBuffer>> => {
    const iv = crypto.getRandomValues(new Uint8Array(IV))
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(name) }, keys.aes, plain)
    const out = new Uint8Array(IV + sealed.byteLength)
    out.set(iv)
    out.set(new Uint8Array(sealed), IV)
    return out
  }
  const unclose = (name: string, all: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
    crypto.subtle.decrypt({ name: 'AES-GCM', iv: all.subarray(0, IV), additionalData: bytesOf(name) }, keys.aes, all.subarray(IV))
  // The number of parts is sealed with each: a file cut short does not open.
  const partName = (name: string, nth: number, of: number) => `${name} ${nth}/${of}`
  return {
    keys,
    seal: async (name, value) => toBase64(await close(name, bytesOf(JSON.stringify(value)))),
    open: async (name, sealed) => JSON.parse(new TextDecoder().decode(await unclose(name, fromBase64(sealed)))) as unknown,
    sealFile: async (name, file) => {
      const of = Math.max(1, Math.ceil(file.size / PART))
      const parts: Blob[] = []
      for (let n = 0; n < of; n++) parts.push(new Blob([await close(partName(name, n, of), await file.slice(n * PART, (n + 1) * PART).arrayBuffer())]))
      return new Blob(parts)
    },
    openFile: async (name, sealed) => {
      const step = IV + PART + TAG
      const of = Math.max(1, Math.ceil(sealed.size / step))
      const parts: Blob[] = []
      for (let n = 0; n < of; n++) parts.push(new Blob([await unclose(partName(name, n, of), new Uint8Array(await sealed.slice(n * step, (n + 1) * step).arrayBuffer()))]))
      return new Blob(parts)
    },
  }
}
