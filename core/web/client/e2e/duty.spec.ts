import { expect, type Page } from '@playwright/test'
import { call, read, unitOf } from './backdoor'
import { sound } from './look'
import { as, picture, take, test } from './rig'

// What is owed stands there before anybody writes: a sheet every month. This
// month's is met by two taps, last month's was missed, the one before is excused.

interface Duty { id: string; period: string; state: string; can: string[]; unit: { id: string; name: string } }

/** Months before the one of `today`, as yyyy-mm. */
function monthBefore(today: string, n: number): string {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - n, 1)).toISOString().slice(0, 7)
}

test('a duty met, missed and excused', async ({ browser }, info) => {
  const phone = info.project.name === 'phone'
  const name = phone ? 'Ủy ban MTTQ Việt Nam xã Cẩm Bình' : 'Ủy ban MTTQ Việt Nam phường Thành Sen'
  const officer = await as(browser, 'sheet')
  const unit = await unitOf(officer, phone ? '18685-MT' : '18073-MT')
  const today = (await read<{ today: string }>(officer, '/me')).today
  const owed = async (page: Page, months: number): Promise<Duty> => {
    const found = await read<{ items: Duty[] }>(page, `/duties?duty=letter.monthly&under=${unit}&period=${monthBefore(today, months)}`)
    expect(found.items.map((d) => d.unit.name)).toEqual([name])
    return found.items[0] as Duty
  }
  const row = (page: Page, months: number) => {
    const [year, month] = monthBefore(today, months).split('-')
    return page.getByRole('listitem').filter({ hasText: `Tổng hợp thư góp ý trong tháng · Tháng ${Number(month)}/${year}` }).filter({ hasText: name })
  }

  await test.step('it waits under Hôm nay before anybody has written', async () => {
    await expect(officer.getByText('Tổng hợp thư góp ý trong tháng').first()).toBeVisible()
    await picture(officer, info, 'duty-1-today')
    await officer.goto(`/duties?duty=letter.monthly&under=${unit}`)
    await expect(row(officer, 0)).toBeVisible()
    await expect(row(officer, 1).getByText(/^Chậm theo quy định nội bộ \d+ ngày/)).toBeVisible()
    expect((await owed(officer, 1)).state).toBe('missed')
    await sound(officer, 'duties')
    await picture(officer, info, 'duty-2-owed')
  })

  await test.step('one tap opens it prefilled, one files it: met in time', async () => {
    await row(officer, 0).getByRole('button', { name: /^Bắt đầu/ }).click()
    await expect(officer.getByRole('heading', { level: 1, name: /^Tổng hợp thư góp ý đến ngày/ })).toBeVisible()
    await officer.getByLabel('Số thư đã nhận').fill('4')
    await expect(officer.getByText(/^Đã lưu/).first()).toBeVisible()
    await picture(officer, info, 'duty-3-prefilled')
    await take(officer, 'Nộp bản tổng hợp')
    await officer.goto(`/duties?duty=letter.monthly&under=${unit}&state=met`)
    await expect(row(officer, 0).getByText(/^Đã thực hiện đúng hạn/)).toBeVisible()
    expect((await owed(officer, 0)).state).toBe('met')
  })

  await test.step('who owes it cannot excuse it', async () => {
    const own = await owed(officer, 1)
    expect(own.can).not.toContain('excuse')
    const refused = await call<{ detail: string }>(officer, 'POST', `/duties/${own.id}/excuse`, { reason: 'Không có thư nào' })
    expect([403, 404]).toContain(refused.status)
    expect(refused.body.detail).toMatch(/\p{L}{2,} \p{L}{2,}/u)
  })

  await test.step('somebody above excuses the month before, with a reason everybody reads', async () => {
    const above = await as(browser, 'keeper')
    await above.goto(`/duties?duty=letter.monthly&under=${unit}&state=all`)
    await row(above, 2).getByRole('button', { name: /^Miễn nghĩa vụ/ }).click()
    const dialog = above.getByRole('dialog')
    await dialog.getByLabel('Lý do miễn').fill('Sắp xếp lại đơn vị, công văn 15/MTTQ-BTT')
    await sound(above, 'excuse')
    await picture(above, info, 'duty-4-excuse')
    await dialog.getByRole('button', { name: 'Miễn nghĩa vụ' }).click()
    await expect(row(above, 2).getByText(/^Được miễn: Sắp xếp lại đơn vị, công văn 15\/MTTQ-BTT \(Trương Thị Minh Tâm/)).toBeVisible()
    await officer.goto(`/duties?duty=letter.monthly&under=${unit}&state=all`)
    await expect(row(officer, 2).getByText(/^Được miễn: Sắp xếp lại đơn vị/)).toBeVisible()
    await expect(row(officer, 1).getByText(/^Chậm theo quy định nội bộ/)).toBeVisible()
    await picture(officer, info, 'duty-5-all')
  })

  await test.step('the one missed, done now, is met late and says by how much', async () => {
    await row(officer, 1).getByRole('button', { name: /^Bắt đầu/ }).click()
    await officer.getByLabel('Số thư đã nhận').fill('0')
    await expect(officer.getByText(/^Đã lưu/).first()).toBeVisible()
    await take(officer, 'Nộp bản tổng hợp')
    await officer.goto(`/duties?duty=letter.monthly&under=${unit}&state=met_late`)
    await expect(row(officer, 1).getByText(/chậm \d+ ngày$/)).toBeVisible()
  })
})
