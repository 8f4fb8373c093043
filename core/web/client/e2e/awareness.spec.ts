import { expect, type Page } from '@playwright/test'
import { call, read, unitOf } from './backdoor'
import { as, attach, chooseUnit, day, onToday, paper, picture, take, test } from './rig'

// A study plan goes down to the Party committee, which holds the session and
// proves it; the coverage moves, and says whom it has not reached.
test('a study plan becomes a session, its minutes become coverage', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Kế hoạch học tập Nghị quyết Đại hội, ${mark}`
  const topic = `Nghị quyết Đại hội Mặt trận, ${mark}`
  const plan = paper(`Kế hoạch học tập ${mark}`)
  const minutes = paper(`Báo cáo buổi học tập ${mark}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const party = await as(browser, 'party')
  const watcher = await as(browser, 'watcher')
  const commune = await unitOf(standing, '18685')
  const cell = await notReached(standing, commune)

  await test.step('the officer draws the plan up for two units and hands it in', async () => {
    await officer.goto('/records/awareness.study_plan/new')
    await officer.getByLabel('Tên kế hoạch').fill(title)
    await officer.getByRole('button', { name: 'Tiếp tục' }).click()
    await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await officer.getByLabel('Chuyên đề').fill(topic)
    await chooseUnit(officer, 'Đơn vị phải tổ chức', '18685-DU', 'Đảng ủy xã Cẩm Bình')
    await chooseUnit(officer, 'Đơn vị phải tổ chức', '18685-CB04', '18685-CB04')
    await officer.getByRole('textbox', { name: /^Hoàn thành trước ngày/ }).fill(day(10))
    await attach(officer, 'Kế hoạch đã ký', plan)
    await picture(officer, info, 'awareness-1-plan')
    await take(officer, 'Trình duyệt')
  })

  await test.step('the standing board issues it: each unit has a session at once', async () => {
    await standing.goto('/?part=waiting')
    await standing.getByRole('link', { name: title, exact: true }).click()
    await take(standing, 'Ban hành và giao đơn vị')
    await expect(standing.getByText(/^Mã hồ sơ KHHT-18685-MT-\d{4}-\d{3}$/)).toBeVisible()
    await expect(standing.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: topic })).toHaveCount(2)
    await picture(standing, info, 'awareness-2-issued')
  })

  await test.step('the Party office finds its session under Hôm nay; without minutes it is refused', async () => {
    // The cell's session waits here too: a Party committee reports for its cells.
    const due = await read<{ items: { id: string; unit: { name: string } }[] }>(party, `/records/awareness.study_session?q=${encodeURIComponent(mark)}&limit=10`)
    const own = due.items.find((r) => r.unit.name === 'Đảng ủy xã Cẩm Bình')?.id ?? ''
    const ours = party.locator(`[href^="/record/${own}"]`)
    await onToday(party, topic)
    await expect(party.getByRole('link', { name: topic, exact: true })).toHaveCount(2)
    await expect(party.getByRole('link', { name: topic, exact: true }).and(ours)).toBeVisible()
    await picture(party, info, 'awareness-3-today')
    await party.getByRole('link', { name: `Báo cáo kết quả tổ chức: ${topic}` }).and(ours).click()
    await expect(party.getByRole('alert').getByText('Tệp minh chứng: Báo cáo kết quả, biên bản')).toBeVisible()
    await picture(party, info, 'awareness-4-minutes-missing')
    const id = party.url().split('/').pop()
    const { version } = await read<{ version: number }>(party, `/records/${id}`)
    const refused = await call<{ errors?: { field: string }[] }>(party, 'POST', `/records/${id}/transitions/report`, {
      fields: { form: 'onsite', held_on: (await read<{ today: string }>(party, '/me')).today, invited_count: 120, attended_count: 112, audience: ['party_members'] },
    }, version)
    expect(refused.status).toBe(422)
    expect(refused.body.errors?.map((e) => e.field).join()).toContain('minutes')
  })

  const before = await reach(standing, commune)

  await test.step('with the minutes it is reported', async () => {
    await attach(party, 'Báo cáo kết quả, biên bản', minutes)
    await take(party, 'Báo cáo kết quả tổ chức', async (dialog) => {
      await dialog.getByLabel('Hình thức').selectOption({ label: 'Trực tiếp' })
      await dialog.getByRole('textbox', { name: /^Ngày tổ chức/ }).fill(day(0))
      await dialog.getByLabel('Số người được triệu tập, mời').fill('120')
      await dialog.getByLabel('Số người có mặt').fill('112')
      await dialog.getByLabel('Vắng do ốm đau').fill('8')
      await dialog.getByRole('checkbox', { name: 'Cấp ủy viên' }).check()
      await dialog.getByRole('checkbox', { name: 'Đảng viên' }).check()
      await chooseUnit(party, 'Đơn vị cùng tham gia', cell.code, cell.code)
      await picture(party, info, 'awareness-5-report')
    })
  })

  await test.step('who reported cannot confirm; the watcher of the Party does', async () => {
    await expect(party.getByRole('button', { name: 'Xác nhận', exact: true })).toHaveCount(0)
    await watcher.goto('/?part=waiting')
    await watcher.getByRole('link', { name: topic, exact: true }).click()
    await expect(watcher.getByRole('region', { name: 'Thông tin', exact: true }).getByText('112', { exact: true }).first()).toBeVisible()
    await take(watcher, 'Xác nhận')
  })

  await test.step('the coverage moves within five seconds, all of it proven', async () => {
    await expect.poll(async () => (await reach(standing, commune)).numerator, { timeout: 5_000 }).toBeGreaterThan(before.numerator)
    const now = await reach(standing, commune)
    expect(now.proven).toBe(now.value)
    await standing.goto('/boards/awareness')
    await expect(standing.getByRole('heading', { level: 1, name: 'Xã Cẩm Bình' })).toBeVisible()
    await picture(standing, info, 'awareness-6-board')
  })

  await test.step('the figure leads to the minutes and names the units it has not reached', async () => {
    await standing.getByRole('link', { name: 'Cấp ủy, chi bộ đã học tập' }).click()
    await expect(standing.getByRole('link', { name: minutes.name }).first()).toBeVisible()
    const missing = standing.getByRole('region', { name: /đơn vị chưa thực hiện$/ })
    await expect(missing.getByRole('link', { name: 'Chi bộ thôn 4' })).toBeVisible()
    await expect(missing.getByRole('link', { name: cell.name })).toHaveCount(0)
    await picture(standing, info, 'awareness-7-lineage')
    await standing.getByRole('link', { name: minutes.name }).first().click()
    await expect(standing.getByText(minutes.sha256).first()).toBeVisible()
  })

  await test.step('and the figure of reports names who has not reported', async () => {
    await standing.goto('/boards/awareness')
    await standing.getByRole('link', { name: 'Đơn vị được giao đã báo cáo' }).click()
    const parts = standing.getByRole('region', { name: 'Phần của từng đơn vị' })
    await parts.getByRole('link', { name: 'Đảng ủy xã Cẩm Bình' }).click()
    await expect(parts.getByRole('listitem').filter({ hasText: 'Chi bộ thôn 4' })).toContainText('0%')
    await picture(standing, info, 'awareness-8-not-reported')
  })
})

interface Figure { numerator: number; value: number | null; proven: number | null }
const thisYear = async (page: Page) => (await read<{ today: string }>(page, '/me')).today.slice(0, 4)

async function reach(page: Page, unit: string): Promise<Figure> {
  return read<Figure>(page, `/figures/awareness.study_reach?unit=${unit}&period=${await thisYear(page)}`)
}

/** A cell of the commune no session has reached yet, for a joint session; the fourth stays without. */
async function notReached(page: Page, commune: string): Promise<{ code: string; name: string }> {
  const lineage = await read<{ missing: { name: string }[] }>(page, `/figures/awareness.study_reach/lineage?unit=${commune}&period=${await thisYear(page)}`)
  const cell = lineage.missing.find((u) => u.name.startsWith('Chi bộ') && u.name !== 'Chi bộ thôn 4')
  if (!cell) throw new Error('every cell of the commune has been reached: seed the province anew')
  return { name: cell.name, code: cell.name.replace('Chi bộ thôn ', '18685-CB0') }
}
