import { expect } from '@playwright/test'
import { make, ownUnit, prove, read, step, unitOf } from './backdoor'
import { as, chooseUnit, day, paper, test } from './rig'
import { leadsBack, refused, today, turn } from './walk'

// An opinion goes out in numbered points, signed; the body answers each with its letter.
test('an opinion is signed and sent, and each of its points answered', async ({ browser }, info) => {
  const title = `Dự thảo quy chế văn hóa công sở, ${info.project.name} ${Date.now()}`
  const statement = paper(`Văn bản góp ý ${title}`)
  const letter = paper(`Văn bản trả lời ${title}`)
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const body = await as(browser, 'responder')
  const on = await today(officer)
  const unit = await ownUnit(officer)
  const { id } = await make(officer, 'supervision.opinion_paper', unit, { nature: 'opinion_218', draft_title: title, from_body: await unitOf(officer, '18685-UBND'), received_on: on })

  await test.step('the officer receives, takes it on and writes its points', async () => {
    await turn(officer, info, { id, shot: 'supervision-1-receive', verb: 'Tiếp nhận' })
    await step(officer, id, 'assign', { assigned_to: unit })
    await step(officer, id, 'submit', { form: 'in_writing', points: [{ no: 1, article: 'Điều 3', critique: 'Chưa rõ trách nhiệm người đứng đầu', proposal: 'Bổ sung trách nhiệm người đứng đầu' }] })
    await prove(officer, id, 'statement', statement)
  })
  await refused(officer, id, 'send')
  await test.step('the chair signs and sends it', () => turn(chair, info, { id, shot: 'supervision-2-send', verb: 'Ký, gửi' }))
  await test.step('the body answers the point, with its letter', () => turn(body, info, {
    id, shot: 'supervision-3-answer', slots: { 'Văn bản trả lời, giải trình': letter }, verb: 'Trả lời từng điểm',
    fill: (dialog) => dialog.getByRole('combobox', { name: /^Trả lời/ }).selectOption({ label: 'Tiếp thu' }).then(() => undefined),
  }))
  await test.step('the officer compares and closes', () => turn(officer, info, { id, shot: 'supervision-4-close', verb: 'Đối chiếu, kết thúc' }))
  await test.step('the figure leads back to the statement', async () => {
    await leadsBack(chair, info, { measure: 'supervision.opinions_given', unit: await unitOf(chair, '18685'), period: on.slice(0, 4), shot: 'supervision-5-figure' }, statement)
  })
})

// A petition is passed on without its sender: sealed as it arrives, read by nobody on the way.
test('a petition is passed on with a slip, and its result comes back', async ({ browser }, info) => {
  const title = `Thoát nước khu dân cư, ${info.project.name} ${Date.now()}`
  const sender = `NGUOIGUI${Date.now()}`
  const slip = paper(`Phiếu chuyển ${title}`)
  const officer = await as(browser, 'officer')
  const chair = await as(browser, 'chair')
  const body = await as(browser, 'responder')
  const on = await today(officer)
  const { id } = await make(officer, 'supervision.petition', await ownUnit(officer), {
    title, petition_kind: 'feedback', channel: 'direct', received_on: on, theme: 'land', place: await unitOf(officer, '18685'), summary: 'Đề nghị nạo vét cống thoát nước', sender,
  })
  await test.step('the officer receives and classifies it', async () => {
    await turn(officer, info, { id, shot: 'petition-1-receive', verb: 'Tiếp nhận' })
    await step(officer, id, 'classify', { classification: 'eligible' })
    await prove(officer, id, 'slip', slip)
  })
  await test.step('the chair passes it on with the slip', () => turn(chair, info, {
    id, shot: 'petition-2-forward', verb: 'Chuyển cơ quan có thẩm quyền',
    fill: () => chooseUnit(chair, 'Chuyển đến', '18685-UBND', 'Ủy ban nhân dân xã Cẩm Bình'),
  }))
  await test.step('the body tells the Front the result, and never reads who sent it', async () => {
    for (const page of [officer, chair, body]) expect(JSON.stringify(await read(page, `/records/${id}`))).not.toContain(sender)
    await turn(body, info, {
      id, shot: 'petition-3-answer', slots: { 'Văn bản thông báo kết quả': paper(`Kết quả ${title}`) }, verb: 'Thông báo kết quả cho Mặt trận',
      fill: async (dialog) => {
        await dialog.getByRole('combobox', { name: /^Kết quả/ }).selectOption('settled')
        await dialog.getByRole('textbox', { name: /^Ngày/ }).first().fill(day(0))
        await dialog.getByRole('textbox', { name: /^(Nội dung|Kết quả|Tóm tắt)/ }).first().fill('Đã nạo vét cống, nước thoát bình thường.')
      },
    })
  })
  await test.step('the figure leads back to the slip', async () => {
    await leadsBack(chair, info, { measure: 'supervision.petitions_routed', unit: await unitOf(chair, '18685'), period: on.slice(0, 4), shot: 'petition-4-figure' }, slip)
  })
})
