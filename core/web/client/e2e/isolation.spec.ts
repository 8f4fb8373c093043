import { expect, type Page } from '@playwright/test'
import { approvedActivity, call, ownUnit } from './backdoor'
import { as, danang, home, paper, picture, test } from './rig'

// Two provinces on one server: what belongs to one does not exist for the other.
test('an administrator of Đà Nẵng finds nothing of Hà Tĩnh', async ({ browser }, info) => {
  const secret = `Chuyện riêng của Cẩm Bình ${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const { activity, document: proof } = await approvedActivity(officer, standing, secret, paper(secret))
  const unit = await ownUnit(officer)
  const guest = await as(browser, 'danang_admin')
  const words = [secret, 'Cẩm Bình', 'Hà Tĩnh']
  const silent = async (page: Page, where: string) => {
    const text = await page.evaluate(() => document.documentElement.innerText)
    for (const word of words) expect(text, `${where} says “${word}”`).not.toContain(word)
    expect(await page.title()).not.toContain(secret)
  }

  await test.step('every address of Hà Tĩnh leads to “not found”', async () => {
    for (const [name, path] of [['record', `/record/${activity}`], ['document', `/documents/${proof}`], ['unit', `/units?unit=${unit}`], ['figure', `/figures/awareness.activities?unit=${unit}`], ['board', `/boards/awareness?unit=${unit}`]] as const) {
      await guest.goto(path)
      await expect(guest.getByRole('status').filter({ hasText: 'Không tìm thấy' }).first(), name).toBeVisible()
      await silent(guest, name)
      await picture(guest, info, `isolation-${name}`)
    }
  })

  await test.step('nor does the API say more than that', async () => {
    for (const path of [`/records/${activity}`, `/records/${activity}/history`, `/documents/${proof}`, `/documents/${proof}/versions`, `/units/${unit}`, `/figures/awareness.activities?unit=${unit}&period=2026`]) {
      const answer = await call<{ code: string }>(guest, 'GET', path)
      expect(answer.status, path).toBe(404)
      expect(JSON.stringify(answer.body)).not.toContain('Cẩm Bình')
    }
    const bytes = await guest.evaluate(async (id) => (await fetch(`/api/v1/documents/${id}/content`)).status, proof)
    expect(bytes).toBe(404)
  })

  await test.step('search finds nothing', async () => {
    await guest.goto('/units')
    await guest.getByLabel('Tìm đơn vị').fill('Cẩm Bình')
    await expect(guest.getByText('Không tìm thấy đơn vị')).toBeVisible()
    await guest.goto('/people')
    await guest.getByLabel('Tìm người').fill('Trần Thị Liên')
    await expect(guest.getByText('Không tìm thấy ai')).toBeVisible()
    await picture(guest, info, 'isolation-search')
    const found = await call<{ items?: unknown[] }>(guest, 'GET', `/records/awareness.communication_activity?q=${encodeURIComponent('Cẩm Bình')}`)
    expect(found.body.items ?? []).toEqual([])
  })

  await test.step('the session of one province signs nobody in at the other', async () => {
    const cookies = await guest.context().cookies(danang)
    expect(cookies.length).toBeGreaterThan(0)
    await guest.context().addCookies(cookies.map(({ name, value }) => ({ name, value, url: home })))
    await guest.goto(`${home}/record/${activity}`)
    await expect(guest.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
    expect(await guest.evaluate(() => document.documentElement.innerText)).not.toContain(secret)
    expect((await call(guest, 'GET', '/me')).status).toBe(401)
    await picture(guest, info, 'isolation-host')
  })
})
