import { expect, type Page, type TestInfo } from '@playwright/test'
import { approvedActivity } from './backdoor'
import { settled, sound } from './look'
import { as, paper, picture, test } from './rig'

// What an office prints and signs, and what a record is said to serve.

/** The page on A4: nothing to press, whose it is above, room to sign below. */
async function printed(page: Page, info: TestInfo, name: string): Promise<void> {
  await settled(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0)
  await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0)
  await expect(page.getByText(/^In lúc/)).toBeVisible()
  await expect(page.getByText('Thủ trưởng đơn vị')).toBeVisible()
  await page.pdf({ path: `${process.env.DOANKET_E2E_OUT ?? 'shots'}/${info.project.name}/${name}.pdf`, preferCSSPageSize: true })
  await page.emulateMedia({ media: 'screen' })
}

test('a record is corrected as to what it serves; record, list and board are printed', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const title = `Tuyên truyền ngày pháp luật ${mark}`
  const { activity } = await approvedActivity(officer, standing, title, paper(`Tin bài ${mark}`))

  await test.step('a clause is added, with a reason', async () => {
    await officer.goto(`/record/${activity}`)
    await officer.getByRole('button', { name: 'Sửa nội dung phục vụ' }).click()
    const dialog = officer.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await sound(officer, 'clauses')
    await dialog.getByRole('combobox', { name: 'Nội dung của nghị quyết' }).click()
    await officer.getByRole('option').first().click()
    await dialog.getByRole('textbox', { name: /Lý do/ }).fill('Nội dung có cả phần này')
    await picture(officer, info, 'paper-1-clauses')
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await expect(officer.getByText('Do cán bộ chọn, không theo cách tính chung.')).toBeVisible()
    await picture(officer, info, 'paper-2-corrected')
  })

  await test.step('the record on A4', () => printed(officer, info, 'paper-record'))
  await test.step('the list on A4', async () => {
    await officer.goto('/records/awareness.communication_activity')
    await expect(officer.getByRole('link', { name: title, exact: true })).toBeVisible()
    await printed(officer, info, 'paper-list')
  })
  await test.step('the board on A4', async () => {
    await officer.goto('/boards/awareness')
    await expect(officer.getByRole('list', { name: 'Các chỉ số của đơn vị' })).toBeVisible()
    await printed(officer, info, 'paper-board')
  })
})
