import { expect } from '@playwright/test'
import { sound } from './look'
import { as, picture, test } from './rig'

// A period that is over is closed by the standing board; others read that it is.

test('an ended period is closed, and stays as it was closed', async ({ browser }, info) => {
  const board = info.project.name === 'phone' ? '/boards/awareness?period=2025' : '/boards/supervision?period=2026-H1'
  const officer = await as(browser, 'officer')
  await officer.goto(board)
  await expect(officer.getByRole('list', { name: 'Các chỉ số của đơn vị' })).toBeVisible()
  await expect(officer.getByRole('button', { name: 'Chốt số liệu' })).toHaveCount(0)

  const standing = await as(browser, 'standing')
  await standing.goto(board)
  await expect(standing.getByText(/chưa chốt/)).toBeVisible()
  await sound(standing, 'not closed')
  await picture(standing, info, 'closing-1-open')
  await standing.getByRole('button', { name: 'Chốt số liệu' }).click()
  const dialog = standing.getByRole('dialog', { name: 'Chốt số liệu' })
  await expect(dialog).toContainText('Số đã chốt được ký và giữ nguyên')
  await sound(standing, 'asked')
  await picture(standing, info, 'closing-2-ask')
  await dialog.getByRole('button', { name: 'Chốt số liệu' }).click()
  await expect(standing.getByText('Từ đó đến nay không số liệu nào thay đổi.')).toBeVisible()
  await picture(standing, info, 'closing-3-closed')

  await officer.reload()
  await expect(officer.getByText(/Lê Văn Hòa chốt lúc .*, lần 1/)).toBeVisible()
  await expect(officer.getByRole('button', { name: 'Chốt lại' })).toHaveCount(0)
})
