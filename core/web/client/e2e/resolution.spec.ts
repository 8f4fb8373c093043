import { expect, type Page } from '@playwright/test'
import { call, make, ownUnit, prove, read, step, unitOf } from './backdoor'
import { sound } from './look'
import { as, chooseUnit, day, paper, picture, take, test } from './rig'

// From the resolution to its proof and back: it is adopted with its targets, a
// task goes down to a commune, the commune does it and proves it, the target moves, the
// report cites it, the number opens the paper, the period is closed, a later change is told.

const TEXT = `NGHỊ QUYẾT
CỦA BAN THƯỜNG VỤ TỈNH ỦY
Về tăng cường công tác Mặt trận

I. TÌNH HÌNH
1. Tình hình
Công tác Mặt trận đã được các cấp ủy quan tâm.

II. MỤC TIÊU VÀ CHỈ TIÊU
1. Mục tiêu chung
Nâng cao chất lượng hoạt động của Mặt trận Tổ quốc.
2. Một số chỉ tiêu đến năm 2030
- 100% cấp ủy, tổ chức đảng, cán bộ, đảng viên được học tập, quán triệt về công tác Mặt trận.

III. NHIỆM VỤ VÀ GIẢI PHÁP
1. Nâng cao nhận thức của cấp ủy về công tác Mặt trận
Tổ chức học tập, quán triệt các chủ trương về công tác Mặt trận; đưa công tác Mặt trận vào chương trình công tác của cấp ủy; phổ biến vị trí, vai trò của Mặt trận; tuyên truyền chủ trương, chính sách, pháp luật.
`

interface Target { goals: { code: string; tiles: { measure: string; figure: { numerator: number; value: number | null } }[] }[] }
interface Book { version: number; title: string; sections: unknown[]; clauses: { id: string; title: unknown; words: string }[] }

const MEASURE = 'awareness.study_reach'

test('from the resolution to its proof, and what changes later is told', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const mark = `${info.project.name} ${Date.now()}`
  const [admin, officer, leader, party, watcher] = [await as(browser, 'admin'), await as(browser, 'provincial'), await as(browser, 'leader'), await as(browser, 'party'), await as(browser, 'watcher')]
  const [province, commune] = [await unitOf(leader, '42'), await unitOf(party, '18685-DU')]
  const year = Number((await read<{ today: string }>(admin, '/me')).today.slice(0, 4)) - 1
  const [period, held] = phone ? [`${year}-Q3`, `${year}-08-12`] : [`${year}-Q4`, `${year}-11-12`]
  const before = await read<Book>(admin, '/programme')
  const board = `/programme?part=targets&unit=${province}&period=${period}`
  const reached = async () => (await read<Target>(leader, `/programme/targets?unit=${province}&period=${period}`)).goals[0]?.tiles[0]?.figure.numerator ?? -1

  await test.step('the resolution is read, its targets looked over, and adopted', async () => {
    await admin.goto('/programme?part=adopt')
    await admin.getByRole('textbox', { name: 'Hoặc dán toàn văn' }).fill(TEXT)
    await admin.getByRole('button', { name: 'Đọc văn bản đã dán' }).click()
    await expect(admin.getByRole('textbox', { name: 'Chỉ tiêu CT-1a' })).toBeVisible()
    await expect(admin.getByRole('textbox', { name: 'Chỉ tiêu CT-1b' })).toBeVisible()
    await sound(admin, 'adopt')
    await picture(admin, info, 'resolution-1-read')
    await admin.getByRole('button', { name: 'Thông qua để theo dõi' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Thông qua để theo dõi' }).click()
    await expect(admin.getByRole('link', { name: /^Tổ chức học tập, quán triệt/ }).first()).toBeVisible()
    await picture(admin, info, 'resolution-2-adopted')
  })

  await test.step('which records serve each clause is looked over', async () => {
    await admin.goto('/programme?part=map')
    await expect(admin.getByText(/nội dung đã gắn với loại hồ sơ/).first()).toBeVisible()
    await sound(admin, 'map')
    await picture(admin, info, 'resolution-3-map')
  })

  const task = `Tổ chức học tập nghị quyết về công tác Mặt trận, ${mark}`
  await test.step('a task goes down to the commune', async () => {
    const made = await make(officer, 'core.action_programme', await ownUnit(officer), {
      nature: 'programme', title: `Chương trình hành động, ${mark}`, directive: 'Nghị quyết về công tác Mặt trận', begins_on: `${year}-07-01`, ends_on: `${year + 5}-12-31`,
      tasks: [{ title: task, clauses: ['III.1.a'], lead: await ownUnit(officer), partners: [await unitOf(officer, '42-TGDV')], due_on: `${year + 2}-12-31`, output: 'Biên bản buổi học tập' }],
    })
    await step(officer, made.id, 'submit')
    await prove(officer, made.id, 'paper', paper(`Chương trình hành động ${mark}`))
    await step(leader, made.id, 'issue', { issued_on: (await read<{ today: string }>(leader, '/me')).today })
    await leader.goto(`/programme?part=tasks&unit=${province}`)
    await leader.getByRole('link', { name: task, exact: true }).first().click()
    await take(leader, 'Giao tiếp cho đơn vị', async (dialog) => {
      await chooseUnit(leader, 'Giao tiếp cho các đơn vị', '18685-DU', 'Đảng ủy xã Cẩm Bình')
      await dialog.getByRole('textbox', { name: /^Hạn của các đơn vị/ }).fill(day(200))
      await picture(leader, info, 'resolution-4-hand-on')
    })
    await leader.goto(`/programme?part=tasks&unit=${province}`)
    await expect(leader.getByText('0/1 đơn vị được giao tiếp đã xong.').first()).toBeVisible()
    await sound(leader, 'tasks')
    await picture(leader, info, 'resolution-5-tasks')
    await leader.getByRole('link', { name: 'Dòng thời gian' }).click()
    await expect(leader.getByRole('list', { name: 'Dòng thời gian' })).toBeVisible()
    await sound(leader, 'timeline')
    await picture(leader, info, 'resolution-6-timeline')
  })

  await test.step('a task for all who have none under a clause is drafted at once', async () => {
    await officer.goto(`/programme?part=coverage&unit=${province}`)
    const give = officer.getByRole('button', { name: /chưa có nhiệm vụ: giao$/ }).first()
    await expect(give).toBeVisible()
    await picture(officer, info, 'resolution-6a-matrix')
    await give.click()
    const dialog = officer.getByRole('dialog', { name: 'Giao nhiệm vụ' })
    await dialog.getByRole('textbox', { name: /^Kết quả, đo bằng/ }).fill('Biên bản buổi học tập')
    await dialog.getByRole('textbox', { name: /^Hạn hoàn thành/ }).fill(day(300))
    await sound(officer, 'give')
    await picture(officer, info, 'resolution-6b-give')
    await dialog.getByRole('button', { name: 'Lập bản nháp' }).click()
    await expect(dialog.getByText(/^\d+ đơn vị thuộc hệ thống khác/)).toBeVisible() // who is not in the draft, and why
    await picture(officer, info, 'resolution-6c-left')
    await dialog.getByRole('button', { name: 'Mở bản nháp' }).click()
    await expect(officer.getByRole('complementary', { name: 'Bước tiếp theo' })).toBeVisible()
    await picture(officer, info, 'resolution-6d-draft')
    // Who waits in a draft is drafted for no more: it goes, or whoever reads this story next finds nobody.
    await officer.getByRole('button', { name: 'Bỏ bản nháp này' }).click()
    await officer.getByRole('dialog').getByRole('button', { name: 'Bỏ bản nháp', exact: true }).click()
    await expect(officer).not.toHaveURL(/\/record\//)
  })

  const lacked = await gap(leader, province, period)
  await test.step('before: the target is missed, and why is told', async () => {
    await leader.goto(board)
    await expect(leader.getByRole('heading', { level: 2, name: /^CT-1a\./ })).toBeVisible()
    await leader.getByText('Bảng đơn vị và chỉ tiêu').click()
    await expect(leader.getByRole('table')).toBeVisible()
    await sound(leader, 'targets')
    await picture(leader, info, 'resolution-7-before')
  })

  const minutes = paper(`Biên bản học tập ${mark}`)
  const was = await reached()
  let session = ''
  await test.step('the commune does it, proves it, and another person confirms', async () => {
    session = await study(party, watcher, commune, `Học tập nghị quyết, ${mark}`, held, minutes)
    const tasks = await read<{ items: { id: string; title: string; unit: { id: string } }[] }>(party, '/programme/tasks')
    const own = tasks.items.find((x) => x.title === task)?.id ?? ''
    await step(party, own, 'report', { result: 'Đã học tập, có biên bản.', records: [session] })
    await watcher.goto(`/record/${own}`)
    await take(watcher, 'Công nhận kết quả')
    await picture(watcher, info, 'resolution-8-accepted')
  })

  await test.step('the target moves, and what is lacking shrinks', async () => {
    await expect.poll(reached).toBeGreaterThan(was)
    expect(await gap(leader, province, period)).toBeLessThan(lacked)
    await leader.goto(board)
    await leader.getByRole('link', { name: 'Vì sao chưa đạt' }).first().click()
    await expect(leader.getByText(/^Còn thiếu [\d.]+ để đạt chỉ tiêu$/)).toBeVisible()
    await sound(leader, 'why')
    await picture(leader, info, 'resolution-9-why')
  })

  await test.step('the report cites it, and the number opens the paper', async () => {
    await leader.goto(`/reports/half_year?unit=${province}&period=${year}-H2`)
    const cited = leader.getByRole('article').locator(`a[href*="${MEASURE}"]`).first()
    await expect(cited).toBeVisible()
    await cited.scrollIntoViewIfNeeded()
    await picture(leader, info, 'resolution-10-report')
    await cited.click()
    await leader.getByRole('link', { name: minutes.name }).first().click()
    await expect(leader.getByText(minutes.sha256).first()).toBeVisible()
    await picture(leader, info, 'resolution-11-paper')
  })

  await test.step('the period is closed; what comes later is told', async () => {
    await leader.goto(`/boards/awareness?unit=${province}&period=${period}`)
    await leader.getByRole('button', { name: 'Chốt số liệu' }).click()
    await leader.getByRole('dialog', { name: 'Chốt số liệu' }).getByRole('button', { name: 'Chốt số liệu' }).click()
    await expect(leader.getByText('Từ đó đến nay không số liệu nào thay đổi.')).toBeVisible()
    await picture(leader, info, 'resolution-12-closed')
    const cell = phone ? '18685-CB02' : '18685-CB03'
    await study(party, watcher, commune, `Học bù, ${mark}`, held, paper(`Biên bản học bù ${mark}`), [await unitOf(party, cell)])
    await expect.poll(async () => (await read<{ figures: { measure: string; restated: boolean }[] }>(leader, `/closings/standing?unit=${province}&period=${period}`)).figures.some((f) => f.measure === MEASURE && f.restated)).toBe(true)
    await leader.reload()
    await leader.getByText(/số liệu nay khác so với lúc chốt/).first().click()
    await expect(leader.getByText('Cấp ủy, chi bộ đã học tập').first()).toBeVisible()
    await sound(leader, 'restated')
    await picture(leader, info, 'resolution-13-restated')
  })

  // The other stories follow the resolution the province came with.
  expect((await call(admin, 'PUT', '/programme', { title: before.title, sections: before.sections, clauses: before.clauses.map(({ id, title, words }) => ({ id, title, words })) }, (await read<Book>(admin, '/programme')).version)).status).toBe(200)
})

/** How much the target lacks, with proof. */
const gap = async (page: Page, unit: string, period: string): Promise<number> => (await read<{ short: number }>(page, `/figures/${MEASURE}/gap?unit=${unit}&period=${period}`)).short

/** A study session of a unit that was held, proven and confirmed. */
async function study(party: Page, watcher: Page, unit: string, title: string, held: string, minutes: ReturnType<typeof paper>, withUnits: string[] = []): Promise<string> {
  const made = await make(party, 'awareness.study_session', unit, {
    title, form: 'onsite', held_on: held, invited_count: 60, attended_count: 60, audience: ['party_members'], about_front: true, participating_units: withUnits,
  })
  await prove(party, made.id, 'minutes', minutes)
  await step(party, made.id, 'report')
  await step(watcher, made.id, 'confirm')
  return made.id
}
