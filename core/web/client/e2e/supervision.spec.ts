import { expect, type Page } from '@playwright/test'
import { call, make, ownUnit, prove, read, step, unitOf, type Made } from './backdoor'
import { sound } from './look'
import { as, attach, chooseUnit, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn, verb } from './walk'

interface Point { id: string; no: number; critique: string; proposal: string; answer?: string; explanation?: string }

// A draft is criticised in numbered points; whoever wrote it answers each of them, and
// touches nothing of what was said.
test('an opinion of numbered points is answered point by point', async ({ browser }, info) => {
  const title = `Dự thảo quy chế nhà văn hóa thôn, ${info.project.name} ${Date.now()}`
  const statement = paper(`Văn bản góp ý ${title}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const body = await as(browser, 'responder')
  const on = await today(officer)
  const own = await ownUnit(officer)
  const { id } = await make(officer, 'supervision.opinion_paper', own, { nature: 'opinion_218', draft_title: title, from_body: await unitOf(officer, '18685-UBND'), received_on: on })
  await step(officer, id, 'file')
  await step(officer, id, 'assign', { assigned_to: own, form: 'in_writing' })

  await test.step('the officer numbers what is to be said', async () => {
    await officer.goto(`/record/${id}`)
    await verb(officer, 'Trình ký', async (dialog) => {
      for (const [n, critique, proposal] of [['1', 'Chưa nêu ai giữ chìa khóa', 'Giao trưởng thôn giữ'], ['2', 'Chưa có tiền điện, nước', 'Ghi rõ nguồn kinh phí']] as const) {
        await dialog.getByRole('button', { name: /^Thêm .*điểm/i }).click()
        await dialog.getByRole('textbox', { name: /^Điểm thứ/ }).last().fill(n)
        await dialog.getByRole('textbox', { name: /^Ý kiến/ }).last().fill(critique)
        await dialog.getByRole('textbox', { name: /^Đề nghị/ }).last().fill(proposal)
      }
      await sound(officer, 'supervision-1-points')
      await picture(officer, info, 'supervision-1-points')
    })
  })
  expect((await call(body, 'GET', `/records/${id}`)).status).toBe(404)
  await test.step('the standing board signs and sends', () => turn(standing, info, { id, shot: 'supervision-2-send', slots: { 'Văn bản phản biện, góp ý đã ký': statement }, verb: 'Ký, gửi' }))

  const said = (await read<{ fields: { points: Point[] } }>(officer, `/records/${id}`)).fields.points
  await test.step('the body answers each point, and can write over none', async () => {
    await body.goto(`/record/${id}`)
    await attach(body, 'Văn bản trả lời, giải trình', paper(`Công văn trả lời ${title}`))
    await verb(body, 'Trả lời từng điểm', async (dialog) => {
      await expect(dialog.getByText('Chưa nêu ai giữ chìa khóa')).toBeVisible()
      await expect(dialog.getByRole('textbox', { name: /^(Ý kiến|Đề nghị)/ })).toHaveCount(0)
      await dialog.getByRole('combobox', { name: /^Trả lời/ }).nth(0).selectOption({ label: 'Tiếp thu' })
      await dialog.getByRole('combobox', { name: /^Trả lời/ }).nth(1).selectOption({ label: 'Không tiếp thu' })
      await dialog.getByRole('textbox', { name: /^Giải trình/ }).nth(1).fill('Kinh phí do từng thôn tự cân đối.')
      await sound(body, 'supervision-3-answer')
      await picture(body, info, 'supervision-3-answer')
    })
    const after = await read<Made & { fields: { points: Point[] } }>(officer, `/records/${id}`)
    expect(after.fields.points).toMatchObject(said) // as it was asked
    expect(after.fields.points.map((p) => p.answer)).toEqual(['accepted', 'refused'])
  })

  await test.step('the officer reads point by point, and ends it', () => turn(officer, info, { id, shot: 'supervision-4-answered', verb: 'Đối chiếu, kết thúc' }))
  await test.step('the commune has given its opinion: the figure leads back to the statement', async () => {
    await leadsBack(standing, info, { measure: 'supervision.opinions_given', unit: await unitOf(standing, '18685'), period: on.slice(0, 4), shot: 'supervision-5-figure' }, statement)
  })
})

const sender = 'Phạm Văn Ẩn Danh'

// A petition is received, routed and followed, never decided: its sender is sealed, a
// second one on the same matter is tied to it, and the body that may decide tells the Front.
test('a petition is sealed, tied to the one before, routed and followed', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const body = await as(browser, 'responder')
  const on = await today(officer)
  const place = await unitOf(officer, phone ? '18685' : '18073')
  const about = { petition_kind: 'complaint', channel: 'direct', received_on: on, theme: 'land', place, summary: 'Một hộ đề nghị đo lại ranh giới thửa đất sau khi làm đường.' }
  const sealed = (page: Page) => page.getByRole('region', { name: 'Đã niêm phong' })
  const title = `Đo lại ranh giới thửa đất, ${info.project.name} ${Date.now()}`
  const { id } = await make(officer, 'supervision.petition', await ownUnit(officer), { ...about, title })

  await test.step('the officer seals who sent it and receives it', async () => {
    await officer.goto(`/record/${id}`)
    await sealed(officer).getByRole('button', { name: 'Nhập Người gửi' }).click()
    await officer.getByRole('dialog').getByRole('textbox', { name: 'Người gửi' }).fill(sender)
    await officer.getByRole('dialog').getByRole('button', { name: 'Niêm phong' }).click()
    await expect(sealed(officer).getByText('Đã có, đang niêm phong')).toHaveCount(1)
    await verb(officer, 'Tiếp nhận')
  })

  await test.step('a second one on the same matter is found, and tied when it is classified', async () => {
    const again = await make(officer, 'supervision.petition', await ownUnit(officer), { ...about, title: `${title}, gửi lần hai` })
    await step(officer, again.id, 'file')
    await officer.goto(`/record/${again.id}`)
    await verb(officer, 'Phân loại', async (dialog) => {
      await dialog.getByRole('combobox', { name: /^Phân loại/ }).selectOption({ label: 'Trùng nội dung' })
      await sound(officer, 'supervision-6-duplicate')
      await picture(officer, info, 'supervision-6-duplicate')
    })
    await expect(officer.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: title, exact: true })).toBeVisible()
    await picture(officer, info, 'supervision-7-tied')
  })

  await test.step('classified, it goes to the body that may decide, by the standing board alone', async () => {
    await step(officer, id, 'classify', { classification: 'eligible' })
    await prove(officer, id, 'slip', paper(`Phiếu chuyển ${title}`))
    await refused(officer, id, 'forward')
    await standing.goto(`/record/${id}`)
    await expect(standing.getByText(sender)).toHaveCount(0)
    await sound(standing, 'supervision-8-forward')
    await picture(standing, info, 'supervision-8-forward')
    await verb(standing, 'Chuyển cơ quan có thẩm quyền', (dialog) => chooseUnit(dialog, 'Chuyển đến', '18685-UBND', 'Ủy ban nhân dân xã Cẩm Bình'))
    await expect(standing.getByRole('button', { name: /giải quyết|kết luận/i })).toHaveCount(0) // nobody of the Front decides
  })

  await test.step('two keepers open the seal, nobody else', async () => {
    const keeper = await as(browser, 'keeper')
    const second = await as(browser, 'second')
    await keeper.goto(`/record/${id}`)
    await sealed(keeper).getByRole('button', { name: 'Đề nghị mở niêm phong' }).click()
    await keeper.getByRole('dialog').getByRole('textbox', { name: /Lý do/ }).fill('Báo cho người gửi đơn đã chuyển đi đâu')
    await keeper.getByRole('dialog').getByRole('button', { name: 'Gửi đề nghị' }).click()
    await second.goto(`/record/${id}`)
    await sealed(second).getByRole('button', { name: 'Đồng ý mở' }).click()
    await expect(sealed(second).getByRole('button', { name: 'Xem nội dung' })).toHaveCount(0)
    await keeper.reload()
    await sealed(keeper).getByRole('button', { name: 'Xem nội dung' }).click()
    await expect(sealed(keeper).getByText(sender)).toBeVisible()
    await sound(keeper, 'supervision-9-opened')
    await picture(keeper, info, 'supervision-9-opened')
  })

  await test.step('the body tells the Front what came of it, without the sender', async () => {
    await body.goto(`/record/${id}`)
    await expect(body.getByText(sender)).toHaveCount(0)
    expect(JSON.stringify((await call(body, 'GET', `/records/${id}`)).body)).not.toContain(sender)
    await turn(body, info, {
      id, shot: 'supervision-10-answer', slots: { 'Văn bản thông báo kết quả': paper(`Thông báo kết quả ${title}`) }, verb: 'Thông báo kết quả cho Mặt trận',
      fill: async (dialog) => {
        await dialog.getByRole('combobox', { name: /^Kết quả/ }).selectOption({ label: 'Đang giải quyết' })
        await dialog.getByRole('textbox', { name: /^Kết quả giải quyết/ }).fill('Đã giao cán bộ địa chính đo lại.')
      },
    })
  })
  await test.step('followed to its end', () => turn(officer, info, { id, shot: 'supervision-11-close', verb: 'Kết thúc theo dõi' }))
})
