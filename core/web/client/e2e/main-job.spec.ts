import { expect, type Page } from '@playwright/test'
import { as, attach, chooseUnit, day, find, onToday, paper, picture, readDownload, sha256, take, test } from './rig'

// The main job, as people do it: a mission with its signed report, a
// recommendation that the People's Committee answers with a letter, and a
// figure that leads back to that letter.
test('evidence goes in, the record moves, the figure moves and leads back to the document', async ({ browser }, info) => {
  const title = `Giám sát chi trả an sinh ${info.project.name} ${Date.now()}`
  const wish = `Công khai danh sách chi trả ${info.project.name} ${Date.now()}`
  const report = paper(`Báo cáo giám sát ${info.project.name} ${Date.now()}`, 3)
  const letter = paper(`Công văn trả lời ${info.project.name} ${Date.now()}`, 1)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')

  await test.step('the officer opens a mission', async () => {
    await officer.goto('/records/supervision.mission/new')
    await officer.getByLabel('Tên cuộc giám sát').fill(title)
    await officer.getByRole('button', { name: 'Tiếp tục' }).click()
    await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await officer.getByRole('checkbox', { name: 'Giám sát đột xuất' }).check()
    await officer.getByLabel('Lý do giám sát đột xuất').fill('Công văn số 12/CV-MTTQ')
    await officer.getByLabel('Hình thức').selectOption({ label: 'Đoàn giám sát của Ủy ban MTTQ' })
    await chooseUnit(officer, 'Đơn vị được giám sát', 'UBND', 'Ủy ban nhân dân xã Cẩm Bình')
    await officer.getByLabel('Lĩnh vực').fill('An sinh xã hội')
    await officer.getByLabel('Làm việc từ ngày').fill(day(-9))
    await officer.getByRole('textbox', { name: /^Đến ngày/ }).fill(day(-2))
    await expect(officer.getByText(/^Đã lưu/).first()).toBeVisible()
    await picture(officer, info, '1-mission-draft')
    await take(officer, 'Trình quyết định')
  })

  await test.step('the standing board finds it under what waits and decides', async () => {
    await onToday(standing, title)
    await picture(standing, info, '2-today-waiting')
    await standing.getByRole('link', { name: title, exact: true }).click()
    // Two papers are not there yet: the step says so and asks once.
    await take(standing, 'Ban hành quyết định giám sát', async (dialog) => {
      await expect(dialog.getByText('Chưa đính kèm quyết định thành lập đoàn')).toBeVisible()
    })
    await expect(standing.getByText(/^Mã hồ sơ GS-18685-MT-\d{4}-\d{4}$/)).toBeVisible()
  })

  await test.step('without the signed report the transition is refused', async () => {
    await officer.reload()
    await take(officer, 'Bắt đầu giám sát', async () => undefined)
    await officer.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: 'Trình báo cáo kết quả giám sát' }).click()
    await expect(officer.getByRole('alert').getByText('Tệp minh chứng: Báo cáo giám sát đã ký')).toBeVisible()
    await picture(officer, info, '3-report-missing')
    const refused = await officer.evaluate(async (id) => {
      const me = (await (await fetch('/api/v1/me')).json()) as { csrf: string }
      const seen = (await (await fetch(`/api/v1/records/${id}`)).json()) as { version: number }
      const res = await fetch(`/api/v1/records/${id}/transitions/report`, {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf, 'Accept-Language': 'vi', 'If-Match': `"v${seen.version}"` },
        body: JSON.stringify({ fields: { findings: 'Đã chi trả đủ.' } }),
      })
      return { status: res.status, body: (await res.json()) as { errors?: { field: string; code: string; detail: string }[] } }
    }, officer.url().split('/').pop() ?? '')
    expect(refused.status).toBe(422)
    expect(refused.body.errors?.[0]?.field).toContain('signed_report')
    expect(refused.body.errors?.[0]?.detail).toMatch(/\p{L}{2,} \p{L}{2,}/u)
  })

  await test.step('the officer uploads the report and files the findings', async () => {
    await attach(officer, 'Báo cáo giám sát đã ký', report)
    await take(officer, 'Trình báo cáo kết quả giám sát', async (dialog) => {
      await dialog.getByLabel('Kết quả giám sát').fill('Chi trả đúng đối tượng; còn một thôn niêm yết muộn.')
    })
    await picture(officer, info, '4-reported')
  })

  await test.step('the standing board concludes; a row becomes a recommendation, which another of the board sends', async () => {
    await standing.reload()
    await take(standing, 'Kết luận và kiến nghị', async (dialog) => {
      await dialog.getByRole('textbox', { name: /^Kết luận/ }).fill('Đề nghị công khai đúng hạn.')
      await dialog.getByRole('button', { name: 'Thêm kiến nghị' }).click()
      await chooseUnit(standing, 'Nơi nhận', 'UBND', 'Ủy ban nhân dân xã Cẩm Bình')
      await dialog.getByLabel('Nội dung kiến nghị').fill(wish)
      await picture(standing, info, '5-conclude')
    })
    await find(standing, 'core.recommendation', wish)
    await expect(standing.getByRole('button', { name: 'Duyệt và gửi', exact: true })).toBeDisabled()
    await find(officer, 'core.recommendation', wish)
    await attach(officer, 'Văn bản kiến nghị', paper(`Văn bản kiến nghị ${info.project.name} ${Date.now()}`))
    const chair = await as(browser, 'chair')
    await find(chair, 'core.recommendation', wish)
    await take(chair, 'Duyệt và gửi', async () => undefined)
    await expect(chair.getByText('Gửi đến Ủy ban nhân dân xã Cẩm Bình')).toBeVisible()
  })

  const before = await onTime(standing)
  const responder = await as(browser, 'responder')

  await test.step('the responder answers with a letter before the deadline', async () => {
    await onToday(responder, wish)
    await responder.getByRole('link', { name: wish, exact: true }).click()
    await expect(responder.getByText('Thời hạn do tỉnh đặt')).toBeVisible()
    await attach(responder, 'Công văn trả lời', letter)
    await take(responder, 'Trả lời', async (dialog) => {
      await dialog.getByLabel('Kết quả trả lời').selectOption({ label: 'Tiếp thu và thực hiện' })
      await dialog.getByLabel('Nội dung trả lời').fill('Đã niêm yết tại nhà văn hóa các thôn.')
      await dialog.getByLabel('Ngày trả lời').fill(day(0))
    })
    await expect(responder.getByRole('button', { name: 'Đánh giá trả lời' })).toHaveCount(0)
    await picture(responder, info, '6-answered')
  })

  await test.step('the figure moves within five seconds, proven', async () => {
    await expect.poll(async () => (await onTime(standing)).proven, { timeout: 5_000 }).toBeGreaterThan(before.proven)
  })

  await test.step('the Front assesses the answer', async () => {
    await find(standing, 'core.recommendation', wish)
    await take(standing, 'Đánh giá trả lời', async (dialog) => {
      await dialog.getByLabel('Đánh giá của Mặt trận').selectOption({ label: 'Đạt yêu cầu' })
    })
  })

  await test.step('a leader goes from the figure to the letter, whose bytes have its hash', async () => {
    const leader = await as(browser, 'leader')
    await leader.goto('/boards/supervision')
    await expect(leader.getByRole('heading', { name: 'Kiến nghị được trả lời đúng hạn' }).first()).toBeVisible()
    await picture(leader, info, '7-board')
    await leader.getByRole('link', { name: 'Kiến nghị được trả lời đúng hạn' }).first().click()
    await expect(leader.getByText(wish).first()).toBeVisible()
    await picture(leader, info, '8-lineage')
    await leader.getByRole('link', { name: letter.name }).first().click()
    await expect(leader.getByText(letter.sha256).first()).toBeVisible()
    await picture(leader, info, '9-document')
    const download = leader.waitForEvent('download')
    await leader.getByRole('link', { name: /Tải về/ }).first().click()
    expect(sha256(readDownload(await (await download).path()))).toBe(letter.sha256)
  })
})

/** The on-time figure of the commune: how much of it is proven. */
async function onTime(page: Page): Promise<{ proven: number; denominator: number }> {
  return page.evaluate(async () => {
    const me = (await (await fetch('/api/v1/me')).json()) as { posts: { unit: { id: string } }[]; today: string }
    const unit = me.posts[0]?.unit.id ?? ''
    const f = (await (await fetch(`/api/v1/figures/supervision.recommendation_on_time?unit=${unit}&period=${me.today.slice(0, 4)}`)).json()) as { numerator: number; denominator: number; proven: number | null }
    return { proven: f.denominator === 0 ? 0 : f.numerator, denominator: f.denominator }
  })
}
