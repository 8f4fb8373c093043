import { expect } from '@playwright/test'
import { make, ownUnit, prove, step } from './backdoor'
import { sound } from './look'
import { as, danang, day, fresh, home, paper, picture, test } from './rig'
import { today } from './walk'

// What everybody sees: nothing, until the administrator ticks it; then the fields that
// were ticked, to somebody who has not signed in, and nothing of another province's.
test('the administrator opens the public page field by field, and everybody reads it without scripts', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const praised = `Tổ tự quản bảo vệ môi trường, ${mark}`
  const admin = await as(browser, 'admin')
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const nobody = await fresh(browser, home, { javaScriptEnabled: false })
  const on = await today(officer)
  const show = async (subject: string, fields: object) => {
    const { id } = await make(officer, 'member.good_example', await ownUnit(officer), { title: praised, subject, field: 'environment', story: 'Mỗi tuần dọn vệ sinh đường thôn một lần; rác được phân loại tại nhà.', ...fields })
    if (subject === 'person') await prove(officer, id, 'consent', paper(`Đồng ý ${mark}`))
    await step(officer, id, subject === 'person' ? 'consider_person' : 'consider')
    await step(standing, id, 'praise', { praised_on: on })
  }
  await show('collective', { collective: 'Tổ tự quản thôn 2' })
  await show('person', { person_name: 'Nguyễn Thị Kín', title: `Chuyện riêng ${mark}` })

  const fields = ['Việc làm được nêu gương', 'Tên tập thể, mô hình', 'Đã làm gì, kết quả thế nào', 'Ngày biểu dương']
  await test.step('the administrator ticks what may be seen', async () => {
    await admin.goto('/settings')
    const group = admin.getByRole('group', { name: 'Điển hình, nhân tố mới' })
    for (const field of fields) await group.getByRole('checkbox', { name: field }).check()
    await expect(group.getByRole('checkbox', { name: 'Họ tên cá nhân' })).toHaveCount(0)
    await sound(admin, 'public-1-settings')
    await group.scrollIntoViewIfNeeded()
    await picture(admin, info, 'public-1-settings')
    await admin.getByRole('button', { name: 'Lưu trang công khai' }).click()
    await expect(admin.getByRole('link', { name: 'Xem trang công khai' })).toBeVisible()
  })
  await test.step('everybody reads it, without signing in and without scripts', async () => {
    await nobody.goto('/cong-khai')
    await expect(nobody.getByRole('heading', { level: 1, name: 'Thông tin công khai' })).toBeVisible()
    await expect(async () => { // the page is kept for a minute
      await nobody.reload()
      await expect(nobody.getByText(praised)).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 150_000, intervals: [5_000] })
    await expect(nobody.getByText(day(0)).first()).toBeVisible()
    await expect(nobody.getByText(`Chuyện riêng ${mark}`)).toHaveCount(0)
    await picture(nobody, info, 'public-2-page')
    const reader = await fresh(browser)
    await reader.goto('/cong-khai')
    await sound(reader, 'public-2-page')
  })
  await test.step('another province shows nothing', async () => {
    const other = await fresh(browser, danang, { javaScriptEnabled: false })
    const answer = await other.goto('/cong-khai')
    expect(answer?.status()).toBe(404)
    await expect(other.getByText('chưa công khai nội dung nào')).toBeVisible()
    await picture(other, info, 'public-3-other')
  })
  await test.step('what is unticked is public no more', async () => {
    await admin.goto('/settings')
    const group = admin.getByRole('group', { name: 'Điển hình, nhân tố mới' })
    for (const field of fields) await group.getByRole('checkbox', { name: field }).uncheck()
    await admin.getByRole('button', { name: 'Lưu trang công khai' }).click()
    await expect(admin.getByRole('link', { name: 'Xem trang công khai' })).toBeHidden()
  })
})
