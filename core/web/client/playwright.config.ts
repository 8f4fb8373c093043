import { defineConfig } from '@playwright/test'

// The stories of the product, told in a real Chromium against the real server:
// cmd/dev e2e builds, seeds and starts it, and says where it is.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const out = process.env.DOANKET_E2E_OUT ?? 'shots'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  workers: 1,
  // Bounds, not budgets: the stories run beside the Go tests, on machines of any speed.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.DOANKET_E2E_URL,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.DOANKET_E2E_CHROMIUM, args: quiet },
  },
  projects: [
    { name: 'phone', outputDir: `${out}/failed/phone`, use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, userAgent: undefined } },
    { name: 'desk', outputDir: `${out}/failed/desk`, use: { viewport: { width: 1440, height: 900 } } },
  ],
})
