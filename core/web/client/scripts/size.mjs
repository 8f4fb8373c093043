// Prints what a first visit costs, compressed, and fails the build above the budget.
// A first visit is index.html, what it loads, and the chunks of one route.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 188 * 1024
const ROUTES = { 'sign-in': /(signin|sign-in)/, today: /today/, 'record page': /record-page/, board: /board-page/ }
const dist = new URL('../dist/', import.meta.url)
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const html = readFileSync(new URL('index.html', dist), 'utf8')
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((m) => m[1])
const assets = readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`)

// What a chunk pulls in: static imports, and the list Vite preloads beside a lazy one.
const imports = (file) => {
  if (!file.endsWith('.js')) return []
  const text = readFileSync(new URL(file, dist), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map((m) => `assets/${m[1]}`)
}
const reach = (files) => {
  const seen = new Set()
  const walk = (f) => {
    if (seen.has(f)) return
    seen.add(f)
    imports(f).forEach(walk)
  }
  files.forEach(walk)
  return seen
}
const kb = (n) => `${(n / 1024).toFixed(1)} KB`
const base = reach(first)
const baseSize = size('index.html') + [...base].reduce((n, f) => n + size(f), 0)
console.log(`first visit, compressed (gzip): shell ${kb(baseSize)}`)
let worst = baseSize
for (const [name, pattern] of Object.entries(ROUTES)) {
  const own = assets.filter((f) => pattern.test(f))
  const more = [...reach(own)].filter((f) => !base.has(f))
  const total = baseSize + more.reduce((n, f) => n + size(f), 0)
  worst = Math.max(worst, name === 'sign-in' || name === 'today' ? total : 0)
  console.log(`  ${name.padEnd(12)} ${kb(total)}`)
}
const all = assets.reduce((n, f) => n + size(f), 0)
console.log(`  everything   ${kb(all)} in ${assets.length} files`)
if (worst > BUDGET) {
  console.error(`a first visit costs ${kb(worst)}, above ${kb(BUDGET)}`)
  process.exit(1)
}
