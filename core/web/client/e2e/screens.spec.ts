import { expect, type Page } from '@playwright/test'
import { approvedActivity, make, ownUnit, read, reportedMission } from './backdoor'
import { fits, focused, settled, sound } from './look'
import { as, fresh, paper, picture, test } from './rig'

// Every screen by the rules of WCAG 2.2 AA and none wider than the phone; then
// by keyboard alone, and with text twice as large.

test('every screen is sound', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const draft = await make(officer, 'supervision.mission', await ownUnit(officer), { title: `Giám sát vệ sinh môi trường ${mark}`, ad_hoc: true })
  const { activity, document } = await approvedActivity(officer, standing, `Tuyên truyền pháp luật ${mark}`, paper(`Tin bài ${mark}`))
  const { mission } = await reportedMission(officer, standing, `Giám sát chợ dân sinh ${mark}`, paper(`Báo cáo chợ ${mark}`))
  const see = async (page: Page, path: string, heading: string | RegExp, name: string) => test.step(name, async () => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await sound(page, name)
    await picture(page, info, `screen-${name}`)
  })

  await test.step('sign-in', async () => {
    const page = await fresh(browser)
    await see(page, '/', 'Đăng nhập', 'sign-in')
    await see(page, '/welcome#link=khong-co', 'Đặt mật khẩu để bắt đầu', 'welcome')
    await page.context().close()
  })

  await see(officer, '/', 'Hôm nay', 'today-officer')
  await see(standing, '/', 'Hôm nay', 'today-standing')
  for (const entry of (await read<{ menu: { kind: string; label: { vi: string } }[] }>(officer, '/me')).menu) {
    await see(officer, `/records/${entry.kind}`, entry.label.vi, `list-${entry.kind}`)
  }
  await see(officer, '/records/supervision.mission/new', /^Thêm cuộc giám sát/, 'new')
  await see(officer, `/record/${draft.id}`, /vệ sinh môi trường/, 'record-draft')
  await see(officer, `/record/${activity}`, /Tuyên truyền pháp luật/, 'record-done')
  await see(officer, `/documents/${document}`, /Tin bài|Văn bản/, 'document')
  await see(standing, `/record/${mission}`, /chợ dân sinh/, 'record-active')

  await test.step('move dialog', async () => {
    await standing.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: 'Kết luận và kiến nghị', exact: true }).click()
    const dialog = standing.getByRole('dialog', { name: 'Kết luận và kiến nghị' })
    await dialog.getByRole('button', { name: 'Thêm kiến nghị' }).click()
    await sound(standing, 'dialog')
    await picture(standing, info, 'screen-dialog')
  })
  await see(standing, '/boards/awareness', 'Xã Cẩm Bình', 'board')
  await see(standing, '/boards/supervision', 'Xã Cẩm Bình', 'board-supervision')
  await see(standing, '/figures/awareness.activities', /Hoạt động tuyên truyền/, 'lineage')
  await see(standing, '/figures/awareness.study_reach', /đã học tập/, 'lineage-missing')
  await see(standing, '/duties', 'Nghĩa vụ định kỳ', 'duties')
  await see(standing, '/search?q=giam+sat', 'Tìm kiếm', 'search')
  await see(standing, '/ledger', 'Sổ kiến nghị theo cơ quan', 'ledger')
  await see(standing, '/account', 'Tài khoản của tôi', 'account')
  await see(standing, '/khong-co-trang-nay', 'Không có trang này', 'lost')

  await test.step('notices', async () => {
    await standing.goto('/')
    await standing.getByRole('button', { name: /^Thông báo/ }).click()
    await expect(standing.getByRole('dialog', { name: 'Thông báo' })).toBeVisible()
    await sound(standing, 'notices')
    await picture(standing, info, 'screen-notices')
  })
  if (info.project.name === 'phone') {
    await test.step('all ways', async () => {
      await standing.goto('/')
      await standing.getByRole('button', { name: 'Mục khác', exact: true }).click()
      await expect(standing.getByRole('dialog')).toBeVisible()
      await sound(standing, 'ways')
      await picture(standing, info, 'screen-ways')
    })
  }

  const admin = await as(browser, 'admin')
  const unit = (await read<{ items: { id: string }[] }>(admin, '/units?q=18685&limit=1')).items[0]?.id
  const person = (await read<{ items: { id: string }[] }>(admin, '/people?q=cb.lan&limit=1')).items[0]?.id
  const one = info.project.name === 'phone'
  await see(admin, '/modules', 'Các lĩnh vực công tác', 'modules')
  await see(admin, '/fields', 'Trường riêng của tỉnh', 'fields')
  await see(admin, '/units', 'Đơn vị', 'units')
  await see(admin, `/units?unit=${unit}`, one ? 'Thông tin đơn vị' : 'Đơn vị', 'unit')
  await see(admin, '/people', 'Người dùng và nhiệm vụ', 'people')
  await see(admin, '/log', 'Nhật ký', 'log')
  await see(admin, `/people?person=${person}`, one ? 'Thông tin người dùng' : 'Người dùng và nhiệm vụ', 'person')
})

test('what is done on many, the resolution, reports and settings are sound', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const admin = await as(browser, 'admin')
  const see = async (page: Page, path: string, heading: string | RegExp, name: string) => test.step(name, async () => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await sound(page, name)
    await picture(page, info, `screen-${name}`)
  })
  await see(officer, '/records/supervision.mission/example', /./, 'example')
  await see(officer, '/records/supervision.mission/batch', /^Làm nhiều hồ sơ một lượt/, 'batch')
  await see(officer, '/records/awareness.communication_activity/many', /cho nhiều nơi$/, 'many')
  await see(officer, '/records/awareness.communication_activity/import', /./, 'import')
  await see(officer, '/discarded', 'Nháp đã bỏ', 'discarded')
  await see(officer, '/outbox', /./, 'outbox')
  await see(officer, '/programme', 'Nghị quyết', 'programme')
  await see(officer, '/programme?part=coverage', 'Nghị quyết', 'programme-coverage')
  await see(officer, '/programme?part=targets', 'Nghị quyết', 'programme-targets')
  await see(officer, '/reports', 'Báo cáo', 'reports')
  await see(admin, '/setup', 'Bắt đầu', 'setup')
  await see(admin, '/settings', 'Thiết lập của tỉnh', 'settings')
})

test('the record page is worked by keyboard alone, and with text twice as large', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const { mission } = await reportedMission(officer, standing, `Giám sát trường học ${mark}`, paper(`Báo cáo trường học ${mark}`))
  await standing.goto(`/record/${mission}`)
  const verbs = standing.getByRole('complementary', { name: 'Bước tiếp theo' })
  const verb = verbs.getByRole('button', { name: 'Kết luận và kiến nghị', exact: true })
  await expect(verb).toBeVisible()
  await settled(standing)

  await test.step('the first Tab offers the way past the menu', async () => {
    await standing.keyboard.press('Tab')
    const skip = standing.getByRole('link', { name: 'Đến thẳng nội dung' })
    await expect(skip).toBeFocused()
    await expect(skip).toBeInViewport()
    await picture(standing, info, 'keys-1-skip')
    await standing.keyboard.press('Enter')
    await expect(standing.getByRole('main')).toBeFocused()
  })

  await test.step('Tab reaches every verb', async () => {
    const wanted = new Set(await verbs.getByRole('button').allTextContents())
    for (let i = 0; i < 80 && wanted.size > 0; i++) {
      await standing.keyboard.press('Tab')
      wanted.delete(await focused(standing))
    }
    expect([...wanted]).toEqual([])
  })

  await test.step('a dialog keeps the focus and gives it back', async () => {
    await verb.focus()
    await standing.keyboard.press('Enter')
    const dialog = standing.getByRole('dialog', { name: 'Kết luận và kiến nghị' })
    await expect(dialog).toBeVisible()
    for (let i = 0; i < 20; i++) {
      await standing.keyboard.press(i % 5 === 4 ? 'Shift+Tab' : 'Tab')
      expect(await dialog.evaluate((d) => d.contains(document.activeElement)), `after ${i + 1} presses`).toBe(true)
    }
    await standing.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(verb).toBeFocused()
  })

  await test.step('text twice as large loses nothing', async () => {
    const title = standing.getByRole('heading', { level: 1 })
    const size = () => title.evaluate((e) => parseFloat(getComputedStyle(e).fontSize))
    const before = await size()
    await standing.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    expect(await size()).toBeGreaterThan(before * 1.6)
    await fits(standing, 'the record page at 200 %')
    await expect(verb).toBeVisible()
    const cut = await standing.evaluate(() => [...document.querySelectorAll<HTMLElement>('main *, header *')].filter((e) => {
      const style = getComputedStyle(e)
      const hides = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll'
      return hides && e.checkVisibility() && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'INPUT'
    }).map((e) => `${e.tagName} ${e.textContent?.slice(0, 60)}`))
    expect(cut, 'texts cut off').toEqual([])
    await standing.evaluate(() => window.scrollTo(0, 0))
    await picture(standing, info, 'text-200')
  })
})
