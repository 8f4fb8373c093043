import { expect } from '@playwright/test'
import { call, make, ownUnit, prove, read, step, unitOf, type Made } from './backdoor'
import { settled, sound } from './look'
import { as, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn, verb } from './walk'

// The year's programme of the Front and its member organisations: proposals gathered,
// what is planned twice found and said in a sentence, decided, and only then signed.
test('a programme in which two plan the same is signed once that is decided', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const women = await as(browser, 'women')
  const next = `${Number((await today(officer)).slice(0, 4)) + 1}`
  const month = `${next}-${phone ? '09' : '10'}`
  const title = `Chương trình phối hợp năm ${next}, ${info.project.name} ${Date.now()}`
  const front = await ownUnit(officer)
  const place = await unitOf(officer, phone ? '18685-K03' : '18685-K04')
  const [farmers, own] = [await unitOf(officer, '18685-HND'), await ownUnit(women)]

  const programme = (await make(officer, 'member.programme', front, { level: 'year', title, year: Number(next), parties: [farmers, own], goals: [{ goal: 'Chăm lo người cao tuổi', measure: 'Số người được thăm hỏi', target: '200 người' }] })).id
  await step(officer, programme, 'collect')
  const item = { programme, goal: 'Chăm lo người cao tuổi', group: 'elderly', area: [place], from_on: `${month}-01`, to_on: `${month}-05`, output: '30 suất quà', measure: 'Số suất quà' }
  const gifts = await make(women, 'member.item', own, { ...item, title: 'Thăm, tặng quà người cao tuổi', theme: 'welfare' })
  await test.step('an organisation proposes what it means to do', () => turn(women, info, { id: gifts.id, shot: 'member-1-item', verb: 'Đăng ký' }))
  for (const [unit, more] of [
    [farmers, { title: 'Khám bệnh cho người cao tuổi', theme: 'health', from_on: `${month}-20`, to_on: `${month}-21`, output: '1 buổi khám', measure: 'Số người được khám' }],
    [front, { title: 'Ra quân vệ sinh đường thôn', theme: 'countryside', group: 'youth', from_on: `${month}-12`, to_on: `${month}-12`, output: '2 km đường sạch', measure: 'Số km' }],
  ] as const) await step(officer, (await make(officer, 'member.item', unit, { ...item, ...more })).id, 'propose')

  const double = await test.step('the officer closes the proposals; what is planned twice comes up by itself', async () => {
    await turn(officer, info, { id: programme, shot: 'member-2-gathered', verb: 'Kết thúc đăng ký, rà soát' })
    const found = () => read<{ items: Made[] }>(officer, '/records/member.overlap?state=found')
    await expect.poll(async () => (await found()).items.map((o) => o.title)).toEqual(['Cùng địa bàn, cùng tháng, cùng đối tượng'])
    return (await found()).items[0]?.id ?? ''
  })
  await prove(officer, programme, 'minutes', paper(`Biên bản hiệp thương ${title}`))
  await prove(officer, programme, 'paper', paper(`Chương trình đã ký ${title}`))

  await test.step('it cannot be signed, and the sentence says why', async () => {
    await standing.goto(`/record/${programme}`)
    await standing.getByRole('complementary', { name: 'Bước tiếp theo' }).getByRole('button', { name: 'Ghi nhận đã ký', exact: true }).click()
    const dialog = standing.getByRole('dialog', { name: 'Ghi nhận đã ký' })
    await dialog.getByRole('button', { name: 'Ghi nhận đã ký', exact: true }).click()
    await expect(dialog.getByText('Còn 1 nội dung trùng chưa có quyết định.', { exact: false })).toBeVisible()
    await sound(standing, 'member-3-unsigned')
    await picture(standing, info, 'member-3-unsigned')
    expect((await read<Made>(standing, `/records/${programme}`)).state).toBe('checking')
    await dialog.getByRole('button', { name: 'Thôi' }).click()
  })

  await test.step('both are heard, the Front decides', async () => {
    await standing.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: 'Cùng địa bàn, cùng tháng, cùng đối tượng' }).click()
    await expect(standing.getByRole('heading', { level: 1, name: 'Cùng địa bàn, cùng tháng, cùng đối tượng' })).toBeVisible()
    await settled(standing)
    await picture(standing, info, 'member-4-overlap')
    await refused(women, double, 'decide')
    await verb(standing, 'Quyết định', async (dialog) => {
      await dialog.getByRole('combobox', { name: 'Quyết định' }).selectOption({ label: 'Chia việc, chia địa bàn' })
      for (const lead of ['Hội Nông dân', 'Hội Liên hiệp Phụ nữ']) {
        await dialog.getByRole('textbox', { name: /^Đã hỏi ý kiến/ }).fill(lead)
        await standing.getByRole('option', { name: new RegExp(`^${lead} .*Cẩm Bình`) }).first().click()
      }
      await dialog.getByRole('textbox', { name: /^Lý do, cách làm/ }).fill('Khám bệnh ở trạm y tế xã; quà trao tại nhà, cùng một đợt.')
      await sound(standing, 'member-5-decide')
      await picture(standing, info, 'member-5-decide')
    })
  })

  await test.step('and now it is signed, and the items are under way', async () => {
    await refused(officer, programme, 'sign')
    await turn(standing, info, { id: programme, shot: 'member-6-sign', verb: 'Ghi nhận đã ký' })
    await expect.poll(async () => (await read<Made>(women, `/records/${gifts.id}`)).state).toBe('doing')
  })

  await test.step('the load map names the area that three come to in one month', async () => {
    const commune = await unitOf(standing, '18685')
    const figure = `/figures/member.areas_crowded?unit=${commune}&period=${month}`
    await expect.poll(async () => (await call<{ numerator: number }>(standing, 'GET', figure)).body.numerator).toBe(1)
    await standing.goto(figure)
    await expect(standing.getByText(phone ? 'Thôn 3' : 'Thôn 4').first()).toBeVisible()
    await sound(standing, 'member-7-load')
    await picture(standing, info, 'member-7-load')
  })
})

test('a good example is proposed, praised with its decision, and counted', async ({ browser }, info) => {
  const award = paper(`Quyết định biểu dương ${info.project.name} ${Date.now()}`)
  const women = await as(browser, 'women')
  const standing = await as(browser, 'standing')
  const year = (await today(women)).slice(0, 4)
  const title = `Tổ phụ nữ phân loại rác thôn 2, ${info.project.name} ${Date.now()}`
  const { id } = await make(women, 'member.good_example', await ownUnit(women), { title, subject: 'model', collective: 'Tổ phụ nữ thôn 2', field: 'environment', place: await unitOf(women, '18685-K02'), story: 'Sáng Chủ nhật hằng tuần tổ vận động các hộ phân loại rác; sau một năm thôn không còn bãi rác tự phát.' })
  await test.step('the organisation proposes it', () => turn(women, info, { id, shot: 'member-8-example', verb: 'Đề xuất tập thể, mô hình' }))
  await refused(women, id, 'praise')
  await test.step('the standing board praises it, with its decision', () => turn(standing, info, { id, shot: 'member-9-praise', slots: { 'Quyết định khen thưởng, biểu dương': award }, verb: 'Biểu dương' }))
  await test.step('the figure leads back to the decision', async () => {
    await leadsBack(standing, info, { measure: 'member.examples_praised', unit: await unitOf(standing, '18685'), period: year, shot: 'member-10-figure' }, award)
  })
})
