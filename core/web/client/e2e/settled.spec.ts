import { expect, type Page } from '@playwright/test'
import { closedRecommendation, call, read, unitOf } from './backdoor'
import { sound } from './look'
import { as, paper, picture, test } from './rig'

// What was decided stays: whoever looks at it, drafter or chair, addressee or
// administrator, finds nothing to write in and is refused when asking all the same.

interface Seen { version: number; state: string; fields: Record<string, unknown>; slots: { code: string; documents: { id: string; versions?: number }[] }[]; open: { fields: string[]; slots: string[] } }

test('a settled record that five roles try to change', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Công khai mức hỗ trợ, ${mark}`
  const letter = paper(`Công văn trả lời ${mark}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const chair = await as(browser, 'chair')
  const responder = await as(browser, 'responder')
  const made = await closedRecommendation({ officer, chair, responder, assessor: standing }, await unitOf(officer, '18685-UBND'), title, letter)
  const before = await read<Seen>(officer, `/records/${made.id}`)
  expect(before.state).toBe('closed')

  const everybody: [string, Page, boolean][] = [
    ['who drafted it', officer, true], ['who sent it', chair, true], ['who assessed and closed it', standing, true],
    ['who answered it', responder, true], ['the province above', await as(browser, 'provincial'), true],
    ['the Party office beside', await as(browser, 'party'), false], ['the administrator', await as(browser, 'admin'), false],
  ]
  for (const [who, page, sees] of everybody) {
    await test.step(`${who} finds nothing to change`, async () => {
      await page.goto(`/record/${made.id}`)
      if (!sees) {
        await expect(page.getByRole('heading', { level: 1, name: title })).toHaveCount(0)
        return
      }
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
      await expect(page.getByRole('region', { name: 'Công văn trả lời' }).getByText('Đã có 1 tệp')).toBeVisible()
      for (const verb of ['Sửa nội dung', 'Gỡ tệp', 'Bỏ bản nháp này', 'Lưu thay đổi']) await expect(page.getByRole('button', { name: verb, exact: true })).toHaveCount(0)
      await expect(page.getByLabel(/^Chọn tệp cho mục/)).toHaveCount(0)
    })
    await test.step(`${who} is refused when asking all the same`, async () => {
      const paperIn = (slot: string) => before.slots.find((s) => s.code === slot)?.documents[0]?.id ?? ''
      const tries = [
        await call(page, 'PATCH', `/records/${made.id}`, { fields: { answer: 'Chưa từng hứa gì.' } }, before.version),
        await call(page, 'PATCH', `/records/${made.id}`, { fields: { content: 'Không đề nghị gì.', answered_on: '2026-01-01' } }, before.version),
        await call(page, 'DELETE', `/records/${made.id}`, undefined, before.version),
        await call(page, 'DELETE', `/records/${made.id}/documents/${paperIn('answer_letter')}`, undefined, before.version),
        await call(page, 'POST', `/records/${made.id}/transitions/answer`, { fields: { answer: 'Khác', result: 'refused', answered_on: '2026-01-01' } }, before.version),
        await call(page, 'POST', `/records/${made.id}/documents`, { slot: 'answer_letter', document: paperIn('letter') }, before.version),
      ]
      for (const t of tries) {
        expect(t.status, JSON.stringify(t.body)).toBeGreaterThanOrEqual(sees ? 400 : 404)
        expect(t.status).toBeLessThan(500)
        expect((t.body as { detail?: string }).detail).toMatch(/\p{L}{2,} \p{L}{2,}/u)
      }
    })
  }

  await test.step('it is what it was, and its letter has the bytes that were sent', async () => {
    const after = await read<Seen>(officer, `/records/${made.id}`)
    expect(after).toEqual(expect.objectContaining({ version: before.version, fields: before.fields, state: before.state }))
    expect(after.slots.map((s) => s.documents.map((d) => d.id))).toEqual(before.slots.map((s) => s.documents.map((d) => d.id)))
    expect(after.open).toEqual({ fields: [], slots: [] })
    await officer.reload()
    await expect(officer.getByText(`${letter.sha256.slice(0, 8)}…${letter.sha256.slice(-6)}`).first()).toBeVisible()
    await sound(officer, 'a settled record')
    await picture(officer, info, 'settled-1-officer')
  })

  await test.step('what was typed wrong of its letter is put right by who typed it, and by no other', async () => {
    const reply = before.slots.find((s) => s.code === 'answer_letter')?.documents[0]?.id ?? ''
    await officer.goto(`/documents/${reply}`)
    await expect(officer.getByRole('heading', { name: 'Thông tin văn bản' })).toBeVisible()
    await expect(officer.getByRole('button', { name: 'Sửa thông tin' })).toHaveCount(0)
    await responder.goto(`/documents/${reply}`)
    await responder.getByRole('button', { name: 'Sửa thông tin' }).click()
    await responder.getByLabel('Số, ký hiệu').fill('27/UBND-VP')
    await responder.getByLabel('Ngày ban hành').fill('05/02/2026')
    await responder.getByRole('button', { name: 'Lưu thông tin' }).click()
    const facts = responder.getByRole('region', { name: 'Thông tin văn bản' })
    await expect(facts.getByText('27/UBND-VP')).toBeVisible()
    await expect(facts.getByText('05/02/2026')).toBeVisible()
    await expect(facts.getByText(letter.sha256)).toBeVisible()
    await sound(responder, 'a paper put right')
    await picture(responder, info, 'settled-2-paper')
    await officer.goto(`/record/${made.id}`)
    const told = officer.getByRole('region', { name: 'Quá trình xử lý' })
    await expect(told.getByText(/^Số, ký hiệu của văn bản «/)).toBeVisible()
    await expect(told.getByText(/27\/UBND-VP/)).toBeVisible()
  })
})
