import { expect, type Page, type TestInfo } from '@playwright/test'
import { call, read, type Made } from './backdoor'
import { sound } from './look'
import { attach, picture, type paper } from './rig'

// What the main path of every task area has in common: a paper put in, a verb taken
// by who may, and a figure that leads back to the paper.

type Dialog = ReturnType<Page['getByRole']>

/** Takes a verb of the record on the screen; where its dialog opens, for fields or for remarks, `fill` answers it first. */
export async function verb(page: Page, name: string, fill?: (dialog: Dialog) => Promise<void>): Promise<void> {
  await page.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog', { name })
  const done = page.getByRole('alert').getByText(`Đã ${name.charAt(0).toLocaleLowerCase('vi')}${name.slice(1)}`, { exact: true })
  await expect(dialog.or(done).first()).toBeVisible()
  if (await dialog.isVisible()) {
    await fill?.(dialog)
    await dialog.getByRole('button', { name, exact: true }).click()
  }
  await expect(done).toBeVisible()
}

/** The record as its reader meets it: looked at, its papers put in, and the verb taken. */
export async function turn(page: Page, info: TestInfo, of: { id: string; shot: string; slots?: Record<string, ReturnType<typeof paper>>; verb: string; fill?: (dialog: Dialog) => Promise<void> }): Promise<void> {
  await page.goto(`/record/${of.id}`)
  await expect(page.getByRole('complementary', { name: 'Bước tiếp theo' })).toBeVisible()
  for (const [slot, file] of Object.entries(of.slots ?? {})) await attach(page, slot, file)
  await sound(page, of.shot)
  await picture(page, info, of.shot)
  await verb(page, of.verb, of.fill)
}

/** Nobody takes the verb of the record who may not: it is neither offered nor done. */
export async function refused(page: Page, id: string, step: string): Promise<void> {
  const seen = await read<Made>(page, `/records/${id}`)
  expect((await call(page, 'POST', `/records/${id}/transitions/${step}`, { fields: {} }, seen.version)).status).toBe(403)
}

/** The figure names the paper among what it rests on, and the paper says its hash. */
export async function leadsBack(page: Page, info: TestInfo, of: { measure: string; unit: string; period: string; shot: string }, file: ReturnType<typeof paper>): Promise<void> {
  await expect.poll(async () => JSON.stringify((await call(page, 'GET', `/figures/${of.measure}/lineage?unit=${of.unit}&period=${of.period}`)).body), { timeout: 20_000 }).toContain(file.name)
  await page.goto(`/figures/${of.measure}?unit=${of.unit}&period=${of.period}`)
  const link = page.getByRole('link', { name: file.name }).first()
  await expect(link).toBeVisible()
  await sound(page, of.shot)
  await picture(page, info, of.shot)
  await link.click()
  await expect(page.getByText(file.sha256).first()).toBeVisible()
}

export const today = async (page: Page): Promise<string> => (await read<{ today: string }>(page, '/me')).today
