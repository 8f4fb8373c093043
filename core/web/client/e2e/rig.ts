import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { expect, test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page, type TestInfo } from '@playwright/test'

// What every story needs: people who sign in, papers, pictures.

const env = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the stories with cmd/dev e2e`)
  return value
}

type Who = 'officer' | 'standing' | 'chair' | 'responder' | 'leader' | 'provincial' | 'party' | 'women' | 'watcher' | 'admin' | 'letter' | 'sheet' | 'keeper' | 'second' | 'danang_admin'
export const home = env('DOANKET_E2E_URL')
export const danang = env('DOANKET_E2E_URL_DANANG')
const people = JSON.parse(env('DOANKET_E2E_PEOPLE')) as Record<Who, string>

const opened: BrowserContext[] = []

const broken: string[] = []

/**
 * A test whose browsers end with it: left open, those of all stories before would slow the next one down. None of
 * their pages may have tried what its policy forbids.
 */
export const test = base.extend<{ browsersEnd: undefined }>({
  // eslint-disable-next-line no-empty-pattern -- the pattern is how the runner reads what a fixture needs
  browsersEnd: [async ({}, use) => {
    await use(undefined)
    await Promise.all(opened.splice(0).map((context) => context.close()))
    expect(broken.splice(0), 'what pages tried against their policy').toEqual([])
  }, { auto: true }],
})

/** A page of the province in which the person has signed in; each has a browser of their own. */
export async function as(browser: Browser, who: Who, more: BrowserContextOptions = {}): Promise<Page> {
  const page = await fresh(browser, who === 'danang_admin' ? danang : home, more)
  await page.goto('/')
  await signIn(page, people[who], env('DOANKET_E2E_PASSWORD'))
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
  return page
}

/** A browser nobody has used yet. */
export async function fresh(browser: Browser, at = home, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...test.info().project.use, baseURL: at, acceptDownloads: true, ...more })
  opened.push(context)
  await context.exposeBinding('policyBroken', ({ page }, what: string) => broken.push(`${page.url()}: ${what}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) =>
      void (window as unknown as { policyBroken: (what: string) => void }).policyBroken(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))
  })
  return context.newPage()
}

export const officer = (): [string, string] => [people.officer, env('DOANKET_E2E_PASSWORD')]

export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(login)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
}

/** A real PDF of about so many MiB: pages of noise that no two calls share. */
export function paper(text: string, mib = 0.02): { name: string; mimeType: string; buffer: Buffer; sha256: string } {
  const noise = Buffer.alloc(Math.round(mib * 1024 * 1024), `${text} ${Math.random()} `)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    '<< /Length 55 >>\nstream\nBT /F1 18 Tf 72 720 Td (Bao cao, van ban thu) Tj ET     \nendstream',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${noise.length} >>\nstream\n${noise.toString('latin1')}\nendstream`,
  ]
  let body = '%PDF-1.4\n'
  const at: number[] = []
  objects.forEach((o, i) => {
    at.push(Buffer.byteLength(body, 'latin1'))
    body += `${i + 1} 0 obj\n${o}\nendobj\n`
  })
  const table = Buffer.byteLength(body, 'latin1')
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}`
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  const buffer = Buffer.from(body, 'latin1')
  return { name: `${text}.pdf`, mimeType: 'application/pdf', buffer, sha256: sha256(buffer) }
}

export const sha256 = (b: Buffer): string => createHash('sha256').update(b).digest('hex')

/** A picture kept as build output, by project, story and step. */
export async function picture(page: Page, info: TestInfo, name: string): Promise<void> {
  const dir = `${process.env.DOANKET_E2E_OUT ?? 'shots'}/${info.project.name}`
  mkdirSync(dir, { recursive: true })
  await page.screenshot({ path: `${dir}/${name}.png`, animations: 'disabled' })
}

/** Puts a paper into a slot and waits until the record has it. */
export async function attach(page: Page, slot: string, file: ReturnType<typeof paper>): Promise<void> {
  const place = page.getByRole('region', { name: slot })
  await place.getByLabel(`Chọn tệp cho mục ${slot}`).setInputFiles({ name: file.name, mimeType: file.mimeType, buffer: file.buffer })
  await expect(place.getByText('Đã có 1 tệp')).toBeVisible({ timeout: 60_000 })
}

/** Chooses a unit by typing part of its name; `page` may be a dialog of it. */
export async function chooseUnit(page: Pick<Page, 'getByRole'>, label: string, typed: string, name: string): Promise<void> {
  const box = page.getByRole('textbox', { name: label }).first()
  await box.click()
  await box.fill(typed)
  await page.getByRole('option', { name }).first().click()
}

/** Opens a record from the list of its kind by searching for its title. */
export async function find(page: Page, kind: string, title: string): Promise<void> {
  await page.goto(`/records/${kind}`)
  // A tap while the answer is on its way would meet a line that is drawn anew.
  const answered = page.waitForResponse((r) => r.url().includes(`/records/${kind}?`) && r.url().includes('q='))
  await page.getByLabel('Tìm trong danh sách').fill(title)
  await answered
  await page.getByRole('link', { name: title, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** A record on Hôm nay, also where its part shows only the first: then that part is opened whole. */
export async function onToday(page: Page, title: string): Promise<void> {
  await page.goto('/')
  await expect(page.locator('[data-part]').first()).toBeVisible()
  const here = page.getByRole('link', { name: title, exact: true }).first()
  for (const part of await page.locator('[data-part]:has(a[href*="part="])').evaluateAll((all) => all.map((e) => e.getAttribute('data-part')))) {
    if (await here.isVisible()) return
    await page.goto(`/?part=${part}`)
    await expect(page.getByText('Đang tải…')).toHaveCount(0)
  }
  await expect(here).toBeVisible()
}

/** The verb of a record; in the dialog it opens, `fill` answers what is asked. */
export async function take(page: Page, verb: string, fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await page.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: verb, exact: true }).click()
  if (fill) {
    const dialog = page.getByRole('dialog', { name: verb })
    await expect(dialog).toBeVisible()
    await fill(dialog)
    await dialog.getByRole('button', { name: verb, exact: true }).click()
  }
  await expect(page.getByRole('alert').getByText(`Đã ${verb.charAt(0).toLocaleLowerCase('vi')}${verb.slice(1)}`, { exact: true })).toBeVisible()
}

/** dd/mm/yyyy of a day so many days from today, in Vietnam. */
export function day(offset: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(Date.now() + offset * 86_400_000)
}

export const readDownload = (path: string): Buffer => readFileSync(path)
