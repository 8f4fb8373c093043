import { expect } from '@playwright/test'
import { unitOf } from './backdoor'
import { sound } from './look'
import { as, attach, chooseUnit, day, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn, verb } from './walk'

// The head of an area has no account: the commune's officer writes its conference down,
// with a photograph of the signed record; another checks it against the record.
test('a conference of a residential area is filed, checked and counted', async ({ browser }, info) => {
  const area = info.project.name === 'phone' ? '1' : '2'
  const title = `Hội nghị cuối năm, ${info.project.name} ${Date.now()}`
  const minutes = paper(`Biên bản ${title}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const year = (await today(officer)).slice(0, 4)

  const id = await test.step('the officer writes it down for the area', async () => {
    await officer.goto('/records/coordination.community_meeting/new')
    await chooseUnit(officer, 'Đơn vị thực hiện', `18685-K0${area}`, `Ban Công tác Mặt trận thôn ${area}`)
    await officer.getByLabel('Tên hội nghị').fill(title)
    await officer.getByRole('button', { name: 'Tiếp tục' }).click()
    await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await officer.getByRole('combobox', { name: /^Hình thức/ }).selectOption({ label: 'Hội nghị định kỳ cuối năm' })
    await officer.getByRole('textbox', { name: /^Ngày tổ chức, ngày biểu quyết/ }).fill(day(0))
    await officer.getByRole('textbox', { name: /^Tổng số hộ của khu dân cư/ }).fill('120')
    await officer.getByRole('textbox', { name: /^Số hộ dự/ }).fill('90')
    await attach(officer, 'Biên bản, quyết định đã ký', minutes)
    await sound(officer, 'coordination-1-draft')
    await picture(officer, info, 'coordination-1-draft')
    await verb(officer, 'Báo cáo kết quả')
    return officer.url().split('/').pop() ?? ''
  })
  await refused(officer, id, 'check')
  await test.step('the standing board checks it against the record', () => turn(standing, info, { id, shot: 'coordination-2-check', verb: 'Xác nhận khớp biên bản' }))
  await test.step('nothing is to be recognised: the officer ends it', () => turn(officer, info, { id, shot: 'coordination-3-end', verb: 'Kết thúc' }))
  await test.step('the figure leads back to the record of the conference', async () => {
    await leadsBack(standing, info, { measure: 'coordination.areas_with_conference', unit: await unitOf(standing, '18685'), period: year, shot: 'coordination-4-figure' }, minutes)
  })
})
