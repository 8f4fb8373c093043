import { expect } from '@playwright/test'
import { make, newcomer, openedUnit, prove, read, step, unitOf, type Made } from './backdoor'
import { sound } from './look'
import { as, day, find, fresh, paper, picture, take, test } from './rig'

// Two residential areas become one. Whoever had a post at the one that ends works
// on in the heir, with their drafts and what was on its way; nobody is stranded.

const iso = (offset: number): string => day(offset).split('/').reverse().join('-')
const password = 'Lúa chín vàng đồng quê'

test('a merge with people and open work', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const code = `M${Date.now()}`
  const draft = `Tuyên truyền phòng cháy ${mark}`
  const filed = `Tuyên truyền vệ sinh đường làng ${mark}`
  const admin = await as(browser, 'admin')
  const commune = await unitOf(admin, '18685')
  const [staying, ending] = [`Thôn Trung Tiến ${mark}`, `Thôn Trung Hòa ${mark}`]
  const area = await openedUnit(admin, commune, 'residential_area', staying, `${code}A`, iso(-60))
  const heir = await openedUnit(admin, area, 'front_board', `Ban Công tác Mặt trận ${staying}`, `${code}A-CTMT`, iso(-60))
  const old = await openedUnit(admin, commune, 'residential_area', ending, `${code}B`, iso(-60))
  const board = await openedUnit(admin, old, 'front_board', `Ban Công tác Mặt trận ${ending}`, `${code}B-CTMT`, iso(-60))
  const link = await newcomer(admin, `truongban.${code}`.toLowerCase(), 'Nguyễn Văn Bảy', 'front_board_head', board)
  const head = await fresh(browser)
  let work: Made = { id: '', version: 0, state: '', title: '' }

  await test.step('the head of one board has a draft and an activity waiting for approval', async () => {
    await head.goto(link)
    await head.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
    await head.getByLabel('Nhập lại mật khẩu mới').fill(password)
    await head.getByRole('button', { name: 'Lưu mật khẩu và vào làm việc' }).click()
    await expect(head.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    const fields = { purpose: 'policy_law', channel: 'loudspeaker', output_count: 1, audience_count: 80 }
    await make(head, 'awareness.communication_activity', board, { title: draft, ...fields })
    work = await make(head, 'awareness.communication_activity', board, { title: filed, ...fields })
    await prove(head, work.id, 'evidence', paper(`Bài truyền thanh ${mark}`))
    await step(head, work.id, 'file')
  })

  await test.step('the administrator sees whom and what it touches before it is done', async () => {
    await admin.goto(`/units?unit=${area}`)
    await expect(admin.getByRole('region', { name: staying, exact: true })).toBeVisible()
    await admin.getByRole('button', { name: 'Sáp nhập với đơn vị khác' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Sáp nhập với đơn vị khác' })
    const box = dialog.getByRole('textbox', { name: 'Nhập cùng các đơn vị' }).first()
    await box.click()
    await box.fill(`${code}B`)
    await admin.getByRole('option', { name: ending }).first().click()
    await dialog.getByLabel('Căn cứ').fill('Nghị quyết số 12/NQ-HĐND của HĐND xã Cẩm Bình')
    await dialog.getByRole('button', { name: 'Xem trước thay đổi' }).click()
    const touched = dialog.getByRole('region', { name: 'Những gì sẽ thay đổi' })
    await expect(touched.getByText('1 nhiệm vụ chuyển sang đơn vị kế thừa')).toBeVisible()
    await expect(touched.getByText('1 bản nháp, 1 hồ sơ đang giải quyết do đơn vị kế thừa tiếp nhận')).toBeVisible()
    await expect(touched.getByText(`Ban Công tác Mặt trận ${ending} nhập vào Ban Công tác Mặt trận ${staying}`)).toBeVisible()
    await sound(admin, 'rehearsal')
    await touched.scrollIntoViewIfNeeded()
    await picture(admin, info, 'merge-1-rehearsal')
    await dialog.getByRole('button', { name: 'Nhập các đơn vị' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(admin.getByRole('region', { name: 'Lịch sử đơn vị' }).getByText(/12\/NQ-HĐND/)).toBeVisible()
    await picture(admin, info, 'merge-2-done')
  })

  await test.step('the head works on at the heir, and nobody stands at the unit that ended', async () => {
    const { posts } = await read<{ posts: { unit: { id: string } }[] }>(head, '/me')
    expect(posts.map((p) => p.unit.id)).toEqual([heir])
    await find(head, 'awareness.communication_activity', draft)
    await head.getByLabel('Số người tiếp cận').fill('95')
    await expect(head.getByText(/^Đã lưu/).first()).toBeVisible()
    await picture(head, info, 'merge-3-draft')
    await find(head, 'awareness.communication_activity', filed)
    await expect(head.getByText('Chờ duyệt').first()).toBeVisible()
  })

  await test.step('what was on its way is approved as ever, and counts for the heir', async () => {
    const standing = await as(browser, 'standing')
    await find(standing, 'awareness.communication_activity', filed)
    await take(standing, 'Duyệt')
    const year = iso(0).slice(0, 4)
    await expect.poll(async () => (await read<{ numerator: number }>(standing, `/figures/awareness.activities?unit=${area}&period=${year}`)).numerator, { timeout: 5_000 }).toBe(1)
    await standing.goto(`/figures/awareness.activities?unit=${area}&period=${year}`)
    await expect(standing.getByText(filed).first()).toBeVisible()
    await picture(standing, info, 'merge-4-lineage')
  })
})
