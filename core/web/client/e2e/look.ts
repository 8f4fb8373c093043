import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

// What every screen must pass, whoever looks at it and with what.

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Until nothing on the screen is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByText('Đang tải…')).toHaveCount(0)
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => undefined))))
}

/** No violation of WCAG 2.2 AA that a machine can find, and nothing wider than the screen. */
export async function sound(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.evaluate(axe.source)
  const found = await page.evaluate(async (values) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values } })
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 160)} — ${n.failureSummary ?? ''}`).join(' | ')}`)
  }, RULES)
  expect.soft(found, `axe on ${name}`).toEqual([])
  await fits(page, name)
}

export async function fits(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect.soft(wide, `pixels that ${name} is too wide`).toBeLessThanOrEqual(0)
}

/** What has the focus: its role-giving tag and its name. */
export const focused = (page: Page): Promise<string> => page.evaluate(() => {
  const e = document.activeElement
  return e ? (e.getAttribute('aria-label') ?? (e.textContent?.trim() || e.tagName)) : ''
})
