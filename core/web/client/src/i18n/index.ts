import { createContext, useContext } from 'react'
import type { Brought } from './brought'
import { formatNumber } from './format'
import vi from './vi.json'

// The words of the screen. Vietnamese is always there, but for what a
// screen brings with it (./admin and its like). English is fetched whole when chosen. Texts from the server come as {vi, en} and are read by `pick`.

export type Lang = 'vi' | 'en'
export type Key = keyof typeof vi | Brought
export type Params = Record<string, string | number>
export type Text = string | { vi?: string; en?: string } | null | undefined

type Catalogue = Record<string, string>
const loaded: Partial<Record<Lang, Catalogue>> = { vi }
const english = import.meta.glob<Catalogue>('./en*.json', { import: 'default' })

export async function loadLanguage(lang: Lang): Promise<void> {
  if (lang !== 'en' || loaded.en) return
  const parts = await Promise.all(Object.values(english).map((fetch) => fetch()))
  loaded.en = Object.assign({}, ...parts) as Catalogue
}

/** Adds the Vietnamese words that a screen brings with it. */
export function addWords(words: Catalogue): void {
  loaded.vi = { ...loaded.vi, ...words }
}

const STORED = 'doanket.lang'

export function storedLanguage(): Lang | null {
  const lang = localStorage.getItem(STORED)
  return lang === 'vi' || lang === 'en' ? lang : null
}

export function storeLanguage(lang: Lang): void {
  localStorage.setItem(STORED, lang)
}

const COUNTS = new Set(['n', 'of', 'total']) // written with the dots of thousands; years and days bear other names

function fill(pattern: string, params?: Params): string {
  if (!params) return pattern
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name] ?? whole
    return COUNTS.has(name) && typeof value === 'number' ? formatNumber(value) : String(value)
  })
}

export interface Words {
  lang: Lang
  t: (key: Key, params?: Params) => string
  /** A key made at run time; `fallback` when the catalogue has no such word. */
  maybe: (key: string, fallback: string, params?: Params) => string
  /** The reader's language of a text that came from the server. */
  pick: (text: Text, fallback?: string) => string
}

export function wordsIn(lang: Lang): Words {
  const find = (key: string) => loaded[lang]?.[key] ?? loaded.vi?.[key]
  return {
    lang,
    t: (key, params) => fill(find(key) ?? key, params),
    maybe: (key, fallback, params) => fill(find(key) ?? fallback, params),
    pick: (text, fallback = '') => {
      if (typeof text === 'string') return text || fallback
      return (lang === 'en' ? text?.en || text?.vi : text?.vi || text?.en) || fallback
    },
  }
}

export const WordsContext = createContext<Words>(wordsIn('vi'))
export const useWords = (): Words => useContext(WordsContext)

export const LanguageContext = createContext<(lang: Lang) => void>(() => undefined)
export const useSetLanguage = () => useContext(LanguageContext)
