import { createHmac } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import { call, ownUnit } from './backdoor'
import { as, fresh, picture, signIn, test } from './rig'

const PASSWORD = 'Sông Lam nước chảy lững lờ'

// What a person does to their own account: the second factor, other browsers, the language.
test('a second factor, another browser, another language', async ({ browser }, info) => {
  const login = `tai.khoan.${info.project.name}.${Date.now()}`
  const page = await newcomer(browser, login)
  let secret = ''
  let spare: string[] = []

  await test.step('the second factor is set up from the shown key; a wrong code is refused', async () => {
    await page.goto('/account')
    await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click()
    secret = (await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).innerText()).replaceAll(' ', '')
    await expect(page.getByRole('img', { name: 'Mã vuông để quét bằng ứng dụng xác thực' })).toBeVisible()
    await picture(page, info, 'account-1-setup')
    await page.getByLabel('Mã 6 chữ số').fill(wrong(secret))
    await page.getByRole('button', { name: 'Xác nhận và bật' }).click()
    await expect(page.getByText('Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã mới nhất.')).toBeVisible()
    await page.getByLabel('Mã 6 chữ số').fill(totp(secret, 0))
    await page.getByRole('button', { name: 'Xác nhận và bật' }).click()
    await expect(page.getByText('Đã bật xác thực hai lớp')).toBeVisible()
    spare = await page.getByRole('list', { name: 'Mã dự phòng' }).getByRole('listitem').allInnerTexts()
    expect(spare.length).toBeGreaterThan(4)
    await picture(page, info, 'account-2-codes')
  })

  await test.step('signed out and in again: the password alone is not enough', async () => {
    await leave(page)
    await expect(page.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
    await signIn(page, login, PASSWORD)
    await page.getByLabel('Mã xác thực').fill(wrong(secret))
    await page.getByRole('button', { name: 'Xác nhận và vào làm việc' }).click()
    await expect(page.getByText('Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã mới nhất.')).toBeVisible()
    await picture(page, info, 'account-3-wrong')
    // A code counts once: the next one is accepted a little early.
    await page.getByLabel('Mã xác thực').fill(totp(secret, 1))
    await page.getByRole('button', { name: 'Xác nhận và vào làm việc' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Hôm nay|Tài khoản của tôi/)
  })

  await test.step('a second browser comes in by a spare code and is shown out from here', async () => {
    const other = await fresh(browser)
    await other.goto('/')
    await signIn(other, login, PASSWORD)
    await other.getByLabel('Mã xác thực').fill(spare[0] ?? '')
    await other.getByRole('button', { name: 'Xác nhận và vào làm việc' }).click()
    await expect(other.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    await page.goto('/account')
    const list = page.getByRole('region', { name: 'Các máy đang đăng nhập' })
    await expect(list.getByText('Máy này', { exact: true })).toBeVisible()
    await picture(page, info, 'account-4-browsers')
    await list.getByRole('button', { name: /^Đăng xuất máy này: / }).click()
    await expect(list.getByRole('button', { name: /^Đăng xuất máy này: / })).toHaveCount(0)
    await other.reload()
    await expect(other.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
    expect((await call(other, 'GET', '/today')).status).toBe(401)
  })

  await test.step('English and back', async () => {
    await page.goto('/account')
    await menu(page)
    await page.getByRole('button', { name: 'English: use the screens in English' }).last().click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible()
    await expect(page).toHaveTitle(/My account/)
    await picture(page, info, 'account-5-english')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible()
    await menu(page)
    await page.getByRole('button', { name: 'Tiếng Việt: dùng màn hình tiếng Việt' }).last().click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 1, name: 'Tài khoản của tôi' })).toBeVisible()
  })
})

/** Somebody new with a post, in a browser of their own: the stories' people keep their accounts as they are. */
async function newcomer(browser: Browser, login: string): Promise<Page> {
  const admin = await as(browser, 'admin')
  const person = await must<{ id: string }>(admin, '/people', { name: 'Nguyễn Thị Bảy', login, posts: [{ role: 'front_officer', unit: await ownUnit(admin) }] })
  const link = new URL((await must<{ url: string }>(admin, `/people/${person.id}/link`, {})).url)
  await admin.context().close()
  const page = await fresh(browser)
  await page.goto(`${link.pathname}${link.hash}`)
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Nhập lại mật khẩu mới').fill(PASSWORD)
  await page.getByRole('button', { name: 'Lưu mật khẩu và vào làm việc' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
  return page
}

/** On a phone language and the way out lie behind the last button of the bar. */
async function menu(page: Page): Promise<void> {
  if (test.info().project.name === 'phone') await page.getByRole('button', { name: /^(Mục khác|More)$/ }).click()
}

async function leave(page: Page): Promise<void> {
  await menu(page)
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).last().click()
}

async function must<T>(page: Page, path: string, body: unknown): Promise<T> {
  const answer = await call<T>(page, 'POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** The code of RFC 6238 so many steps of 30 seconds from now. */
function totp(secret: string, steps: number): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = (mac[19] ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that none of the steps around now has. */
function wrong(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((n) => totp(secret, n))
  return ['123456', '654321', '111222', '333444', '555666', '777888'].find((c) => !right.includes(c)) ?? '000000'
}
