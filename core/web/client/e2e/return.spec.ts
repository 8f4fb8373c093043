import { expect } from '@playwright/test'
import { make, ownUnit, prove, read, step, type Made } from './backdoor'
import { sound } from './look'
import { as, day, paper, picture, take, test } from './rig'

// Ways back, and somebody else in one's place: a draft thrown away is had again, a
// step taken without a line goes when it is back, who is away lends a post.

const ACTIVITY = 'awareness.communication_activity'
const activity = (title: string) => ({ title, purpose: 'policy_law', channel: 'loudspeaker', output_count: 1, audience_count: 80 })

test('a discarded draft is restored', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const title = `Bản nháp bỏ nhầm, ${info.project.name} ${Date.now()}`
  const made = await make(officer, ACTIVITY, await ownUnit(officer), activity(title))
  await officer.goto(`/record/${made.id}`)
  await officer.getByRole('button', { name: 'Bỏ bản nháp này' }).click()
  await officer.getByRole('dialog').getByRole('button', { name: 'Bỏ bản nháp', exact: true }).click()
  await expect(officer.getByText('Đã bỏ bản nháp.')).toBeVisible()
  await expect(officer.getByRole('link', { name: title, exact: true })).toHaveCount(0)
  await officer.goto('/account')
  await officer.getByRole('link', { name: 'Xem nháp đã bỏ' }).click()
  await expect(officer.getByRole('heading', { level: 1, name: 'Nháp đã bỏ' })).toBeVisible()
  await sound(officer, 'discarded')
  await picture(officer, info, 'return-1-discarded')
  await officer.getByRole('button', { name: `Khôi phục: ${title}` }).click()
  await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
  expect((await read<Made>(officer, `/records/${made.id}`)).state).toBe('draft')
})

test('a step taken without a line waits and goes when it is back', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const title = `Nộp khi mất mạng, ${info.project.name} ${Date.now()}`
  const made = await make(officer, ACTIVITY, await ownUnit(officer), activity(title))
  await prove(officer, made.id, 'evidence', paper(`Ảnh ${title}`))
  await officer.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await officer.goto(`/record/${made.id}`)
  await officer.reload() // now the worker keeps what is read
  const verbs = officer.getByRole('complementary', { name: 'Bước tiếp theo' })
  await expect(verbs.getByRole('button', { name: 'Gửi duyệt', exact: true })).toBeVisible()
  await officer.context().setOffline(true)
  await verbs.getByRole('button', { name: 'Gửi duyệt', exact: true }).click()
  await expect(verbs.getByText('«Gửi duyệt» sẽ gửi khi có mạng')).toBeVisible()
  await expect(officer.getByRole('button', { name: 'Gửi duyệt', exact: true })).toHaveCount(0)
  await sound(officer, 'waiting step')
  await picture(officer, info, 'return-2-waits')
  await officer.context().setOffline(false)
  await expect.poll(async () => (await read<Made>(officer, `/records/${made.id}`)).state).toBe('filed')
  await expect(verbs.getByText('«Gửi duyệt» sẽ gửi khi có mạng')).toHaveCount(0)
})

test('who is away lends a post, and it is seen who decided for whom', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const title = `Chờ người làm thay, ${info.project.name} ${Date.now()}`
  const made = await make(officer, ACTIVITY, await ownUnit(officer), activity(title))
  await prove(officer, made.id, 'evidence', paper(`Ảnh ${title}`))
  await step(officer, made.id, 'file')

  await test.step('the chair lends the post until tomorrow', async () => {
    await chair.goto('/account')
    await chair.getByRole('button', { name: 'Ủy quyền cho người khác' }).click()
    const dialog = chair.getByRole('dialog')
    const person = dialog.getByRole('textbox', { name: 'Người làm thay' })
    await person.click()
    await person.fill('Hoàng Thị My')
    await dialog.getByRole('option', { name: 'Hoàng Thị My' }).first().click()
    await dialog.getByRole('textbox', { name: 'Đến hết ngày' }).fill(day(1))
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Đi công tác tại tỉnh')
    await sound(chair, 'delegate')
    await picture(chair, info, 'return-3-lend')
    await dialog.getByRole('button', { name: 'Ủy quyền', exact: true }).click()
    await expect(chair.getByText('Hoàng Thị My làm thay bạn').first()).toBeVisible()
  })

  await test.step('whoever stands in decides, and the history says for whom', async () => {
    const instead = await as(browser, 'party')
    await instead.goto(`/record/${made.id}`)
    await take(instead, 'Duyệt')
    await expect(instead.getByText(/thay mặt Nguyễn Văn Thái/).first()).toBeVisible()
    await instead.getByText(/thay mặt Nguyễn Văn Thái/).first().scrollIntoViewIfNeeded()
    await picture(instead, info, 'return-4-instead')
  })

  await test.step('once it is ended nothing more can be done in the chair’s place', async () => {
    const next = await make(officer, ACTIVITY, await ownUnit(officer), activity(`Sau khi kết thúc, ${title}`))
    await prove(officer, next.id, 'evidence', paper(`Ảnh sau ${title}`))
    await step(officer, next.id, 'file')
    await chair.goto('/account')
    await chair.getByRole('button', { name: 'Kết thúc ủy quyền cho Hoàng Thị My' }).first().click()
    await chair.getByRole('dialog').getByRole('button', { name: 'Kết thúc ngay' }).click()
    await expect(chair.getByRole('button', { name: 'Kết thúc ủy quyền cho Hoàng Thị My' })).toHaveCount(0)
    const instead = await as(browser, 'party')
    await instead.goto(`/record/${next.id}`)
    await expect(instead.getByRole('button', { name: 'Duyệt', exact: true })).toHaveCount(0)
  })
})
