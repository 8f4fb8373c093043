import { expect } from '@playwright/test'
import { unitOf } from './backdoor'
import { sound } from './look'
import { as, attach, day, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn, verb } from './walk'

// What a Party committee issues about the Front is written down by its office with the
// signed paper, confirmed by the Party's board of the province, and counts from then on.
test('a paper of the Party committee is filed, confirmed and counted', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const title = `Về công tác Mặt trận, ${info.project.name} ${Date.now()}`
  const signed = paper(`Văn bản định hướng ${title}`)
  const party = await as(browser, 'party')
  const board = await as(browser, 'watcher')
  const year = (await today(party)).slice(0, 4)

  const id = await test.step('the Party office writes it down, with the paper', async () => {
    await party.goto('/records/leadership.party_document/new')
    await party.getByLabel('Trích yếu').fill(title)
    await party.getByRole('button', { name: 'Tiếp tục' }).click()
    await expect(party.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await party.getByRole('combobox', { name: /^Loại văn bản/ }).selectOption({ label: phone ? 'Văn bản định hướng hằng năm' : 'Chương trình công tác năm' })
    await party.getByRole('textbox', { name: /^Số, ký hiệu/ }).first().fill(`05-${phone ? 'CV' : 'CTr'}/ĐU`)
    await party.getByRole('textbox', { name: /^Ngày ban hành/ }).first().fill(day(0))
    await party.getByRole('textbox', { name: /^Cho năm/ }).fill(year)
    await party.getByRole('textbox', { name: /^Nội dung về công tác Mặt trận/ }).fill('Giao Ủy ban MTTQ xã chủ trì hai cuộc giám sát trong năm.')
    await attach(party, 'Văn bản đã ký', signed)
    await sound(party, 'leadership-1-draft')
    await picture(party, info, 'leadership-1-draft')
    await verb(party, 'Trình xác nhận')
    return party.url().split('/').pop() ?? ''
  })
  await refused(party, id, 'confirm')
  await test.step('the board of the province confirms it; the verb is within the thumb’s reach', async () => {
    await board.goto(`/record/${id}`)
    await expect(board.getByRole('button', { name: 'Xác nhận', exact: true }).last()).toBeInViewport()
    await turn(board, info, { id, shot: 'leadership-2-confirm', verb: 'Xác nhận' })
  })
  await test.step('the figure leads back to it', async () => {
    const unit = await unitOf(board, '18685')
    await leadsBack(board, info, { measure: phone ? 'leadership.orientation_issued' : 'leadership.programme_issued', unit, period: year, shot: 'leadership-3-figure' }, signed)
  })
})
