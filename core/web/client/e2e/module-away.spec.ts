import { expect } from '@playwright/test'
import { reportedMission } from './backdoor'
import { processesOf, spoil } from './operator'
import { as, attach, chooseUnit, find, paper, picture, readDownload, sha256, test } from './rig'

// A module that is broken costs the step that needs its decision, and only
// until it is put right; nobody types anything twice.
test('a broken module costs nobody their work', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Giám sát nước sạch nông thôn ${mark}`
  const report = paper(`Báo cáo giám sát nước sạch ${mark}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const { mission } = await reportedMission(officer, standing, title, report)
  const restore = spoil('supervision')
  try {
    await test.step('reading goes on', async () => {
      await find(officer, 'supervision.mission', title)
      await expect(officer.getByText('Đã báo cáo').first()).toBeVisible()
    })

    await test.step('so does getting a paper, byte for byte', async () => {
      const download = officer.waitForEvent('download')
      await officer.getByRole('link', { name: `Tải về tệp ${report.name}` }).click()
      expect(sha256(readDownload(await (await download).path()))).toBe(report.sha256)
    })

    await test.step('so do drafts and handing papers in', async () => {
      await officer.goto('/records/supervision.mission/new')
      await officer.getByLabel('Tên cuộc giám sát').fill(`Bản nháp khi phân hệ hỏng ${mark}`)
      await officer.getByRole('button', { name: 'Tiếp tục' }).click()
      await officer.getByLabel('Lĩnh vực').fill('Nước sạch')
      await expect(officer.getByText(/^Đã lưu/).first()).toBeVisible()
      await attach(officer, 'Quyết định thành lập đoàn', paper(`Quyết định ${mark}`))
    })

    await test.step('the step that needs the module says calmly that it must wait, and keeps what was typed', async () => {
      await standing.goto(`/record/${mission}`)
      const verb = 'Kết luận và kiến nghị'
      await standing.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: verb, exact: true }).click()
      const dialog = standing.getByRole('dialog', { name: verb })
      await dialog.getByRole('textbox', { name: /^Kết luận/ }).fill('Nước đạt chuẩn; cần công khai kết quả xét nghiệm.')
      await dialog.getByRole('button', { name: 'Thêm kiến nghị' }).click()
      await chooseUnit(standing, 'Nơi nhận', '18685-UBND', 'Ủy ban nhân dân xã Cẩm Bình')
      await dialog.getByLabel('Nội dung kiến nghị').fill(`Công khai kết quả xét nghiệm nước ${mark}`)
      await dialog.getByRole('button', { name: verb, exact: true }).click()
      await expect(dialog.getByText('Máy chủ đang bận'), 'in view, though pressed far below').toBeInViewport()
      await picture(standing, info, 'away-1-waits')
      await expect(dialog.getByText(/tạm thời chưa trả lời/)).toBeVisible()
      await expect(dialog.getByRole('button', { name: /^Thử lại \(tự thử sau \d+ giây\)$/ })).toBeVisible()
      await expect(dialog.getByRole('textbox', { name: /^Kết luận/ })).toHaveValue('Nước đạt chuẩn; cần công khai kết quả xét nghiệm.')
      expect(processesOf('supervision'), 'a binary that is not the known one must not run').toEqual([])
    })

    await test.step('put right, it goes through: pressed again, or by itself where that is sooner', async () => {
      restore()
      const again = standing.getByRole('dialog', { name: 'Kết luận và kiến nghị' }).getByRole('button', { name: /^Thử lại/ })
      const concluded = standing.getByText('Đã kết luận, theo dõi trả lời').first()
      await expect(async () => {
        await again.click({ timeout: 500 }).catch(() => undefined)
        await expect(concluded).toBeVisible({ timeout: 1_500 })
      }).toPass({ timeout: 20_000 })
      await expect(standing.getByText('Nước đạt chuẩn; cần công khai kết quả xét nghiệm.').first()).toBeVisible()
      expect(processesOf('supervision')).toHaveLength(1)
      await picture(standing, info, 'away-2-done')
    })
  } finally {
    restore()
  }

  await test.step('the recommendation of the row is there once', async () => {
    await find(standing, 'core.recommendation', `Công khai kết quả xét nghiệm nước ${mark}`)
    await expect(standing.getByRole('button', { name: 'Duyệt và gửi' }).first()).toBeVisible()
  })
})
