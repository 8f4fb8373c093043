import { make, ownUnit, prove, step, unitOf } from './backdoor'
import { sound } from './look'
import { as, day, onToday, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn } from './walk'

// An organisation enters its item in the plan of the year, the Front signs the plan, the
// item is done with proof and confirmed by the Front.
test('an item of the common plan is proposed, planned, done with proof and counted', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Tặng quà người cao tuổi, ${mark}`
  const proof = paper(`Báo cáo tặng quà ${mark}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const women = await as(browser, 'women')
  const on = await today(officer)
  const own = await ownUnit(women)
  const plan = await make(officer, 'member.programme', await ownUnit(officer), { level: 'year', year: Number(on.slice(0, 4)), title: `Kế hoạch phối hợp ${mark}`, parties: [own] })

  await test.step('the officer asks the organisations for their items', () => turn(officer, info, { id: plan.id, shot: 'member-1-collect', verb: 'Gửi các tổ chức đăng ký việc' }))
  const item = await make(women, 'member.item', own, {
    programme: plan.id, title, theme: 'welfare', group: 'elderly', goal: 'Chăm lo người cao tuổi', area: [await unitOf(women, info.project.name === 'phone' ? '18685-K03' : '18685-K04')], from_on: on, to_on: on, output: '30 suất quà', measure: 'Số suất quà',
  })
  await test.step('the organisation enters its item', () => turn(women, info, { id: item.id, shot: 'member-2-propose', verb: 'Đăng ký' }))
  await refused(women, item.id, 'return')
  await test.step('the plan is looked through and signed', async () => {
    await step(officer, plan.id, 'check')
    await prove(officer, plan.id, 'minutes', paper(`Biên bản hiệp thương ${mark}`))
    await prove(officer, plan.id, 'paper', paper(`Kế hoạch đã ký ${mark}`))
    await turn(standing, info, { id: plan.id, shot: 'member-3-sign', verb: 'Ghi nhận đã ký' })
  })
  await test.step('the organisation finds it under way, and reports it with proof', async () => {
    await onToday(women, title)
    await sound(women, 'member-4-today')
    await picture(women, info, 'member-4-today')
    await turn(women, info, { id: item.id, shot: 'member-5-report', slots: { 'Báo cáo, biên bản, ảnh': proof }, verb: 'Báo cáo kết quả', fill: async (dialog) => {
      await dialog.getByRole('textbox', { name: /^Kết quả/ }).fill('Đã tặng 30 suất quà.')
      await dialog.getByRole('textbox', { name: /^Ngày hoàn thành/ }).fill(day(0))
    } })
  })
  await refused(women, item.id, 'confirm')
  await test.step('the Front confirms', () => turn(standing, info, { id: item.id, shot: 'member-6-confirm', verb: 'Xác nhận kết quả' }))
  await test.step('the figure leads back to the report', async () => {
    await leadsBack(standing, info, { measure: 'member.items_done', unit: await unitOf(standing, '18685'), period: on.slice(0, 4), shot: 'member-7-figure' }, proof)
  })
})
