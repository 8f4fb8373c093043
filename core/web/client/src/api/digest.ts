// SHA-256 in the browser: before an upload, so a lying line is caught, and after a
// download, so a reader can prove a paper is the one that was handed in.

const LIMIT = 128 * 1024 * 1024

export const canDigest = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined

export async function sha256(data: Blob | ArrayBuffer): Promise<string | null> {
  if (!canDigest()) return null
  if (data instanceof Blob && data.size > LIMIT) return null
  const bytes = data instanceof Blob ? await data.arrayBuffer() : data
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0')).join('')
}

export const shortHash = (hex: string): string => (hex.length > 16 ? `${hex.slice(0, 8)}…${hex.slice(-6)}` : hex)
