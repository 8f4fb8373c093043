import { expect, type Page } from '@playwright/test'
import { approvedActivity, call, read } from './backdoor'
import { sound } from './look'
import { as, paper, picture, test } from './rig'

// The clerk of a commune writes what the numbers do not say, the chair freezes what
// was read, and a record filed later changes nothing of it. On the phone it is the
// year's report, on the desk the half-year's: each is frozen once.

interface Report { unit: { id: string; name: string }; period: string; stale: boolean; figures: { measure: string; part?: string; value: number | null }[]; frozen?: { sha256: string } }

test('a report that is read, written, frozen, and stays', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const template = phone ? 'year' : 'half_year'
  const name = phone ? 'Báo cáo năm' : 'Báo cáo 6 tháng'
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const mark = `${info.project.name} ${Date.now()}`
  const proof = paper(`Ảnh hội nghị ${mark}`)
  await approvedActivity(officer, chair, `Tuyên truyền nghị quyết, ${mark}`, proof)
  const { unit, period } = await read<Report>(officer, `/reports/${template}`)
  const address = `/reports/${template}?unit=${unit.id}&period=${period}`
  const before = phone ? String(Number(period) - 1) : period.replace('H2', 'H1')
  await call(officer, 'PUT', `/reports/${template}/texts/limits`, { unit: unit.id, period: before, text: 'Một số khu dân cư ở {unit} còn báo cáo chậm trong {period}.' })
  const numbers = async (page: Page) => (await read<Report>(page, address)).figures.filter((f) => f.measure === 'awareness.activities' && !f.part).map((f) => f.value)
  await expect.poll(async () => (await read<Report>(officer, address)).stale).toBe(false)

  await test.step('it is chosen and reads like the paper', async () => {
    await officer.goto('/reports')
    await expect(officer.getByRole('heading', { level: 1, name: 'Báo cáo' })).toBeVisible()
    await sound(officer, 'reports')
    await picture(officer, info, 'report-1-choose')
    await officer.getByRole('region', { name }).getByRole('listitem').filter({ hasText: 'Kỳ này' }).getByRole('link').click()
    await expect(officer.getByRole('article').getByText('BÁO CÁO', { exact: true })).toBeVisible()
    await expect(officer.getByRole('article').getByText(/^Đã thực hiện \d+ hoạt động tuyên truyền/)).toBeVisible()
    await sound(officer, 'report')
    await picture(officer, info, 'report-2-head')
    await officer.getByRole('heading', { name: /Học tập, quán triệt và tuyên truyền/ }).scrollIntoViewIfNeeded()
    await officer.getByText(/^Đối chiếu số liệu/).first().click()
    await picture(officer, info, 'report-3-section')
  })

  await test.step('three taps lead from a number to the paper it rests on', async () => {
    await officer.getByRole('link', { name: /^\d+: Hoạt động tuyên truyền/ }).first().click()
    await officer.getByRole('link', { name: proof.name }).first().click()
    await expect(officer.getByText(proof.sha256).first()).toBeVisible()
    await officer.goto(address)
  })

  await test.step('the clerk writes, takes over what still holds, and it saves itself', async () => {
    const limits = officer.getByRole('group', { name: 'Hạn chế, nguyên nhân' })
    await expect(limits.getByText(/chưa xác nhận cho kỳ này$/)).toBeVisible()
    await limits.scrollIntoViewIfNeeded()
    await picture(officer, info, 'report-4-carried')
    await limits.getByRole('button', { name: 'Dùng cho kỳ này' }).click()
    await expect(limits.getByText(/^Đã lưu/)).toBeVisible()
    await officer.getByRole('textbox', { name: 'Ưu điểm' }).fill(`Các khu dân cư hưởng ứng tốt (${mark}).`)
    await expect(officer.getByRole('group', { name: 'Ưu điểm' }).getByText(/^Đã lưu/)).toBeVisible()
    await officer.getByText('Số, ngày, người ký, nơi nhận').click()
    await officer.getByRole('textbox', { name: 'Họ tên người ký' }).fill('Nguyễn Văn Thái')
    await expect(officer.getByRole('group', { name: 'Họ tên người ký' }).getByText(/^Đã lưu/)).toBeVisible()
    await sound(officer, 'writing')
    await picture(officer, info, 'report-5-face')
    await expect(officer.getByRole('button', { name: 'Chốt báo cáo' })).toHaveCount(0)
    await officer.getByRole('button', { name: /^Còn \d+ chỗ cần xem$/ }).click()
    await expect(officer.getByRole('dialog').getByText('Chưa viết').first()).toBeVisible()
    await picture(officer, info, 'report-6-wanting')
  })

  const then = await numbers(officer)

  await test.step('the chair reads and freezes it', async () => {
    await chair.goto(address)
    await expect(chair.getByRole('textbox', { name: 'Ưu điểm' })).toHaveValue(`Các khu dân cư hưởng ứng tốt (${mark}).`)
    await chair.getByRole('button', { name: 'Chốt báo cáo' }).click()
    const dialog = chair.getByRole('dialog', { name: 'Chốt báo cáo' })
    await expect(dialog.getByText(/^Sau khi chốt, báo cáo/)).toBeVisible()
    await sound(chair, 'freeze')
    await picture(chair, info, 'report-7-freeze')
    await dialog.getByRole('button', { name: 'Chốt báo cáo' }).click()
    await expect(chair.getByText(/^Nguyễn Văn Thái đã chốt báo cáo lúc/)).toBeVisible()
    await picture(chair, info, 'report-8-frozen')
  })

  await test.step('a record filed later does not change it', async () => {
    await approvedActivity(officer, chair, `Tuyên truyền sau khi chốt, ${mark}`, paper(`Ảnh sau khi chốt ${mark}`))
    await expect.poll(async () => (await read<{ value: number | null }>(officer, `/figures/awareness.activities?unit=${unit.id}&period=${period}`)).value).toBeGreaterThan(then[0] ?? 0)
    expect(await numbers(officer)).toEqual(then)
    await officer.goto(address)
    await expect(officer.getByText(/^Nguyễn Văn Thái đã chốt báo cáo lúc/)).toBeVisible()
    await expect(officer.getByRole('article').getByText(`Các khu dân cư hưởng ứng tốt (${mark}).`)).toBeVisible()
    await expect(officer.getByRole('textbox', { name: 'Ưu điểm' })).toHaveCount(0)
    await officer.getByText('Chi tiết', { exact: true }).click()
    await expect(officer.getByText((await read<Report>(officer, address)).frozen?.sha256 ?? 'none')).toBeVisible()
    await sound(officer, 'frozen')
    await picture(officer, info, 'report-9-stays')
  })

  await test.step('on A4 it is the paper alone', async () => {
    await officer.emulateMedia({ media: 'print' })
    await expect(officer.getByRole('article')).toBeVisible()
    await expect(officer.getByRole('button', { name: 'Tải Word' })).toBeHidden()
    await expect(officer.getByText('Chi tiết', { exact: true })).toBeHidden()
    await picture(officer, info, 'report-10-print')
  })
})
