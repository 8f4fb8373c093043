import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { forget } from '@/api/device'
import { addWords } from '@/i18n'
import { server } from './server'

for (const words of Object.values(import.meta.glob<Record<string, string>>('../i18n/vi-*.json', { import: 'default', eager: true }))) addWords(words)

// Screens are fetched when first opened; on a busy machine that takes a while.
configure({ asyncUtilTimeout: 15_000 })

// jsdom lacks what Mantine and the screens ask of a browser.
window.matchMedia ??= ((query: string) => ({
  matches: false, media: query, onchange: null,
  addEventListener: () => undefined, removeEventListener: () => undefined,
  addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false,
})) as typeof window.matchMedia
window.ResizeObserver ??= class {
  observe() { return undefined }
  unobserve() { return undefined }
  disconnect() { return undefined }
}
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
Element.prototype.scrollIntoView ??= () => undefined
window.scrollTo = (() => undefined) as typeof window.scrollTo

// An address nobody answers is a mistake of the test.
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  cleanup()
  server.resetHandlers()
  localStorage.clear()
  forget()
  vi.useRealTimers()
})
afterAll(() => server.close())
