// Puts beside each file of the built client what the server sends of it: squeezed
// once here as far as it goes, instead of less well at every start.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest)$/.test(entry.name)) continue
  const path = `${entry.parentPath}/${entry.name}`
  const raw = readFileSync(path)
  for (const [ext, small] of [['.br', brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })], ['.gz', gzipSync(raw, { level: 9 })]]) {
    if (small.length < raw.length) writeFileSync(path + ext, small)
  }
}
