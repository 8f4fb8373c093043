import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** What the worker asks at every read it keeps or gives back: public/reads-sw.js. */
declare const sealedReads: Record<'place' | 'seal' | 'open', (request: Request, kept?: Response) => Promise<never>>

// In development the API is the real server at DOANKET_API.
export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['icon.svg'],
      manifest: {
        name: 'Đoàn Kết',
        short_name: 'Đoàn Kết',
        description: 'Nền tảng công tác Mặt trận',
        lang: 'vi',
        start_url: '/',
        display: 'standalone',
        background_color: '#f7f5f0',
        theme_color: '#f7f5f0',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg}'],
        globIgnores: ['reads-sw.js'],
        importScripts: ['/reads-sw.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//, /^\/cong-khai/, /^\/healthz/, /^\/readyz/, /^\/metrics/],
        // Reads are kept for bad networks, sealed (public/reads-sw.js). Documents, uploads and sign-in are never kept.
        runtimeCaching: [
          {
            urlPattern: ({ url, request }) =>
              request.method === 'GET' && !url.searchParams.has('format') &&
              /^\/api\/v1\/(me|today|kinds|records|boards|figures|reports|units|unit-kinds|modules|roles)(\/|$)/.test(url.pathname),
            handler: 'NetworkFirst',
            options: {
              cacheName: 'doanket-sealed-reads',
              networkTimeoutSeconds: 8,
              plugins: [{
                cacheKeyWillBeUsed: ({ request }) => sealedReads.place(request),
                cacheWillUpdate: ({ request, response }) => sealedReads.seal(request, response),
                cachedResponseWillBeUsed: ({ request, cachedResponse }) => sealedReads.open(request, cachedResponse),
              }],
              expiration: { maxEntries: 300, maxAgeSeconds: 7 * 24 * 3600 },
            },
          },
        ],
      },
    }),
  ],
  // The server puts the number of each answer here (core/web/server/policy.go); src/ui/style-number.ts reads it.
  html: { cspNonce: 'number-of-this-answer' },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What goes together comes together: each file costs its headers and a turn on a slow line.
        codeSplitting: {
          groups: [
            { name: 'input', test: /@mantine\/core\/esm\/components\/(Input|InputBase|TextInput|InputClearButton)\/|use-uncontrolled|use-id\./ },
            { name: 'sign-in', test: /src\/features\/signin\/(sign-in|front|code-input)|components\/PasswordInput\// },
            { name: 'row', test: /src\/draw\/(badges|clock|draw\.module|duty-row|period|short|summary-row|title-link|words)|icons\/Icon(AlertTriangle|Clock|Check|FileText|ArrowLeft)\./ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env.DOANKET_API ?? 'http://127.0.0.1:8080', xfwd: true } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
    testTimeout: 60_000,
  },
})
