import { expect, type Page } from '@playwright/test'
import { read, sentRecommendation, step, unitOf, type Made } from './backdoor'
import { sound } from './look'
import { as, attach, chooseUnit, day, paper, picture, take, test } from './rig'

// What becomes of a recommendation when all does not go well: the addressee is
// not competent; it keeps silent and the higher body is asked; it answers late;
// and whether the thing was done is seen on the spot.

interface Shown extends Made { fields: Record<string, unknown>; links: { record: { id: string; title: string } }[]; can: string[] }

/** yyyy-mm-dd of a day so many days from today. */
const iso = (offset: number): string => day(offset).split('/').reverse().join('-')

/** How one body stands in the ledger, in the words of its columns. */
async function ledger(page: Page, body: string): Promise<{ on_time: number; late: number }> {
  const { items } = await read<{ items: { unit: { name: string }; on_time: number; late: number }[] }>(page, '/recommendations/ledger')
  return items.find((l) => l.unit.name === body) ?? { on_time: 0, late: 0 }
}

test('a recommendation said not to be the addressee’s goes on to the body that is competent', async ({ browser }, info) => {
  const title = `Sửa đường liên thôn ${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const responder = await as(browser, 'responder')
  const made = await sentRecommendation({ officer, chair }, await unitOf(officer, '18685-UBND'), title)

  await test.step('the addressee says so, with its reason and the competent body', async () => {
    await responder.goto(`/record/${made.id}`)
    await take(responder, 'Báo không thuộc thẩm quyền', async (dialog) => {
      await chooseUnit(responder, 'Cơ quan được đề nghị', '42-UBND', 'Ủy ban nhân dân tỉnh Hà Tĩnh')
      await dialog.getByLabel('Lý do').fill('Đường tỉnh lộ do tỉnh quản lý.')
      await picture(responder, info, 'recommendation-1-not-competent')
    })
    await expect(responder.getByText('Nơi nhận báo không thuộc thẩm quyền').first()).toBeVisible()
  })

  await test.step('the Front forwards it; the new one waits to be sent, and each leads to the other', async () => {
    await officer.goto(`/record/${made.id}`)
    await take(officer, 'Chuyển cơ quan có thẩm quyền', async (dialog) => {
      await expect(dialog.getByText('Lập một kiến nghị mới gửi cơ quan có thẩm quyền, chờ duyệt và gửi')).toBeVisible()
    })
    await expect(officer.getByText('Đã chuyển cơ quan có thẩm quyền').first()).toBeVisible()
    const related = officer.getByRole('region', { name: 'Hồ sơ liên quan' })
    await expect(related.getByRole('link', { name: title })).toBeVisible()
    await picture(officer, info, 'recommendation-2-forwarded')
    await related.getByRole('link', { name: title }).click()
    await expect(officer.getByRole('definition').filter({ hasText: 'Ủy ban nhân dân tỉnh Hà Tĩnh' })).toBeVisible()
    await expect(officer.getByText('Chờ duyệt').first()).toBeVisible()
    await expect(officer.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: title })).toBeVisible()
  })
})

test('a recommendation escalated, answered late, verified on the spot', async ({ browser }, info) => {
  const title = `Nạo vét mương tiêu ${info.project.name} ${Date.now()}`
  const body = 'Ủy ban nhân dân xã Cẩm Bình'
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const standing = await as(browser, 'standing')
  const responder = await as(browser, 'responder')
  const made = await sentRecommendation({ officer, chair }, await unitOf(officer, '18685-UBND'), title, iso(-40))
  const before = await ledger(standing, body)

  await test.step('three reminders, and the higher body may be asked', async () => {
    await officer.goto(`/record/${made.id}`)
    await expect(officer.getByText(/Chậm theo quy định nội bộ \d+ ngày/).first()).toBeVisible()
    await expect(officer.getByRole('button', { name: 'Kiến nghị lên cơ quan cấp trên' })).toHaveCount(0)
    await take(officer, 'Đôn đốc nhận văn bản')
    await step(officer, made.id, 'remind_sent')
    await step(officer, made.id, 'remind_sent')
    await officer.reload()
    await take(officer, 'Kiến nghị lên cơ quan cấp trên', async (dialog) => {
      await chooseUnit(dialog, 'Cơ quan cấp trên', '42-UBND', 'Ủy ban nhân dân tỉnh Hà Tĩnh')
      await sound(officer, 'escalate')
      await picture(officer, info, 'recommendation-3-escalate')
    })
    await expect(officer.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: title })).toBeVisible()
    await picture(officer, info, 'recommendation-4-escalated')
  })

  await test.step('the addressee answers after its day, and it says so', async () => {
    await responder.goto(`/record/${made.id}`)
    await attach(responder, 'Công văn trả lời', paper(`Công văn trả lời ${title}`))
    await take(responder, 'Trả lời', async (dialog) => {
      await dialog.getByLabel('Kết quả trả lời').selectOption({ label: 'Tiếp thu và thực hiện' })
      await dialog.getByLabel('Nội dung trả lời').fill('Đã nạo vét xong tuyến mương thôn 3.')
      await dialog.getByLabel('Ngày trả lời').fill(day(-30)) // the date on the letter does not make it timely: it was filed today
    })
    await expect(responder.getByText(/Đã thực hiện ngày .*, chậm \d+ ngày/).first()).toBeVisible()
    await picture(responder, info, 'recommendation-5-late')
    const now = await ledger(standing, body)
    expect(now.late).toBe(before.late + 1)
    expect(now.on_time).toBe(before.on_time)
  })

  await test.step('the Front assesses it and goes to look', async () => {
    await standing.goto(`/record/${made.id}`)
    await take(standing, 'Đánh giá trả lời', async (dialog) => {
      await dialog.getByLabel('Đánh giá của Mặt trận').selectOption({ label: 'Đạt yêu cầu' })
    })
    await officer.goto(`/record/${made.id}`)
    await officer.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: 'Ghi nhận kiểm tra thực tế', exact: true }).click()
    await expect(officer.getByRole('alert').getByText('Tệp minh chứng: Ảnh kiểm tra thực tế')).toBeVisible()
    const photo = await officer.screenshot({ type: 'png' })
    await attach(officer, 'Ảnh kiểm tra thực tế', { ...paper('x'), name: 'muong-thon-3.png', mimeType: 'image/png', buffer: photo })
    await take(officer, 'Ghi nhận kiểm tra thực tế', async (dialog) => {
      await dialog.getByRole('combobox', { name: 'Kiểm tra thực tế', exact: true }).selectOption({ label: 'Đã thực hiện' })
      await dialog.getByLabel('Ghi nhận tại chỗ').fill('Mương đã thông, nước thoát trong ngày.')
      await picture(officer, info, 'recommendation-6-verify')
    })
    await expect(officer.getByText('Đã kiểm tra thực tế').first()).toBeVisible()
  })

  await test.step('closed, and the answer with its lateness stays to be read', async () => {
    await standing.reload()
    await take(standing, 'Kết thúc theo dõi')
    const seen = await read<Shown>(standing, `/records/${made.id}`)
    expect(seen.fields).toMatchObject({ answer_timing: 'late', verification: 'carried_out', answered_on: iso(-30), counted_on: iso(0) })
    await expect(standing.getByText(/chậm \d+ ngày/).first()).toBeVisible()
    await sound(standing, 'a recommendation at its end')
    await picture(standing, info, 'recommendation-7-closed')
    await standing.goto('/ledger')
    await expect(standing.getByRole('row').filter({ hasText: body })).toBeVisible()
    await picture(standing, info, 'recommendation-8-ledger')
  })
})
