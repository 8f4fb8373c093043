import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Words = Record<string, string>
const of = (found: Record<string, Words>): [string, Words][] => Object.entries(found).toSorted(([a], [b]) => a.localeCompare(b))
const viParts = of(import.meta.glob<Words>('./vi*.json', { import: 'default', eager: true }))
const enParts = of(import.meta.glob<Words>('./en*.json', { import: 'default', eager: true }))
const vi: Words = Object.assign({}, ...viParts.map(([, words]) => words))
const en: Words = Object.assign({}, ...enParts.map(([, words]) => words))

const src = join(import.meta.dirname, '..')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((f) => /\.tsx?$/.test(f) && !/\.test\.|^test\//.test(f))
  .map((f) => readFileSync(join(src, f), 'utf8'))
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join()
// Keys made at run time: `upload.${stage}`, `units.act_${name}`.
const made = [...new Set(files.flatMap((f) => [...f.matchAll(/`([a-z_]+\.[a-z_.]*)\$\{/g)].map((m) => m[1] ?? '')))]
const areas = new Set(Object.keys(vi).map((k) => k.split('.')[0]))

describe('the catalogues', () => {
  it('have the same keys in both languages, in order, each word in one', () => {
    expect(enParts.map(([name]) => name.replace('en', 'vi'))).toEqual(viParts.map(([name]) => name))
    for (const [i, [name, words]] of viParts.entries()) {
      expect(Object.keys(enParts[i]?.[1] ?? {}), name).toEqual(Object.keys(words))
      expect(Object.keys(words), name).toEqual(Object.keys(words).sort())
    }
    expect(viParts.reduce((sum, [, words]) => sum + Object.keys(words).length, 0)).toBe(Object.keys(vi).length)
  })

  it('leave the same holes for names and numbers', () => {
    const torn = Object.keys(vi).filter((k) => holes(vi[k] ?? '') !== holes(en[k] ?? ''))
    expect(torn).toEqual([])
  })

  it('say something everywhere, in composed letters', () => {
    for (const [key, text] of [...Object.entries(vi), ...Object.entries(en)]) {
      expect(text.trim(), key).not.toBe('')
      expect(text.normalize('NFC'), key).toBe(text)
    }
  })

  it('hold every key the screens name', () => {
    const named = files.flatMap((f) => [...f.matchAll(/'([a-z_]+(?:\.[a-z_]+)+)'/g)].map((m) => m[1] ?? ''))
    // Also problem codes and file names are written with dots: only the areas of the catalogue count.
    const codes = /^(sign_in|link|otp|document|person)\.|^record\.(id|unit)$|^report\.text_changed$/
    const missing = [...new Set(named)].filter((k) => areas.has(k.split('.')[0] ?? '') && !codes.test(k) && !(k in vi))
    expect(missing).toEqual([])
  })

  it('hold a word for every key made at run time', () => {
    expect(made.length).toBeGreaterThan(3)
    for (const prefix of made.filter((p) => areas.has(p.split('.')[0] ?? ''))) expect(Object.keys(vi).some((k) => k.startsWith(prefix)), prefix).toBe(true)
    for (const stage of ['hashing', 'sending', 'waiting', 'paused', 'failed', 'queued']) expect(vi).toHaveProperty([`upload.${stage}`])
    for (const status of ['met', 'near', 'missed']) expect(vi).toHaveProperty([`figure.${status}`])
    for (const why of ['forbidden', 'own_work', 'module_disabled', 'module_elsewhere', 'condition', 'other']) expect(vi).toHaveProperty([`why.${why}`])
    for (const code of ['waiting', 'returned', 'due', 'overdue']) expect(vi).toHaveProperty([`notice.${code}`])
  })

  it('carry no word nobody asks for', () => {
    const all = files.join('\n')
    const idle = Object.keys(vi).filter((k) => !all.includes(`'${k}'`) && !made.some((p) => k.startsWith(p)))
    expect(idle).toEqual([])
  })

  it('keeps English out of the Vietnamese', () => {
    const foreign = /\b(upload|download|click|login|email|file|token|online|offline|dashboard|draft|server|admin)\b/i
    expect(Object.entries(vi).filter(([, text]) => foreign.test(text.replace(/\{\w+\}/g, '')))).toEqual([])
  })
})
