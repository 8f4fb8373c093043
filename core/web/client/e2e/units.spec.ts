import { expect, type Page } from '@playwright/test'
import { call, newcomer, openedUnit, read, unitOf } from './backdoor'
import { sound } from './look'
import { as, day, fresh, picture, test } from './rig'

// Whoever administers one commune brings in its villages from a table: two rows are
// not right, are mended and taken. Nobody beside reaches them.

const password = 'Lúa chín vàng đồng quê'
const HEADS = 'Mã đơn vị,Mã đơn vị cấp trên,Loại đơn vị,Tên đơn vị,Thành lập từ ngày'
interface Units { items: { code: string; name: string; from: string }[] }

async function choose(page: Page, button: string, name: string, lines: string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: button }).click()])
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${[HEADS, ...lines].join('\n')}\n`) })
}

test('the villages of a commune come in by a table', async ({ browser }, info) => {
  const code = `T${Date.now()}`
  const admin = await as(browser, 'admin')
  const top = (await read<{ items: { id: string }[] }>(admin, '/units?limit=1')).items[0]?.id ?? ''
  const commune = await openedUnit(admin, top, 'commune', `Xã Thanh Bình ${code}`, code, day(-60).split('/').reverse().join('-'))
  const beside = await unitOf(admin, '18685')
  const link = await newcomer(admin, `quantri.${code}`.toLowerCase(), 'Trần Thị Sen', 'tenant_admin', commune)
  const line = (n: number, more: { parent?: string; day?: string } = {}) => `${code}-K${n},${more.parent ?? code},Khu dân cư,Thôn ${n},${more.day ?? ''}`
  const good = Array.from({ length: 10 }, (_, n) => line(n + 1))
  const page = await fresh(browser)

  await test.step('the administrator of the commune finds the way and the template', async () => {
    await page.goto(link)
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
    await page.getByLabel('Nhập lại mật khẩu mới').fill(password)
    await page.getByRole('button', { name: 'Lưu mật khẩu và vào làm việc' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    await page.goto('/units')
    await page.getByRole('link', { name: 'Nhập từ bảng tính' }).click()
    await expect(page.getByRole('link', { name: 'Tải mẫu' })).toHaveAttribute('href', '/api/v1/unit-imports/template.xlsx')
    await sound(page, 'choosing a table')
    await picture(page, info, 'units-1-choose')
  })

  await test.step('twelve villages, two of them not right', async () => {
    await choose(page, 'Chọn bảng', 'thon.csv', [...good, line(11, { day: '31/02/2026' }), line(12, { parent: '18685' })])
    await expect(page.getByRole('heading', { name: 'Đã kiểm tra «thon.csv»' })).toBeVisible()
    await expect(page.getByText('10 đơn vị mới')).toBeVisible()
    await expect(page.getByText(/^Ô E12: Ngày không đúng/)).toBeVisible()
    await expect(page.getByText('Ô B13: Không có đơn vị nào mang mã «18685» trong phạm vi bạn quản lý.')).toBeVisible()
    await sound(page, 'a table with faults')
    await picture(page, info, 'units-2-faults')
    expect((await read<Units>(page, `/units?q=${code}-K`)).items).toEqual([])
  })

  await test.step('mended and taken', async () => {
    await choose(page, 'Chọn bảng khác', 'thon.csv', [...good, line(11), line(12)])
    await expect(page.getByText('12 đơn vị mới')).toBeVisible()
    await page.getByRole('textbox', { name: 'Căn cứ' }).fill('Nghị quyết số 12/NQ-HĐND của HĐND xã')
    await page.getByRole('button', { name: 'Nhận 12 đơn vị' }).click()
    await expect(page.getByRole('heading', { name: 'Đã nhận 12 đơn vị từ «thon.csv»' })).toBeVisible()
    await sound(page, 'a table taken')
    await picture(page, info, 'units-3-taken')
    await page.goto(`/units?unit=${commune}`)
    await expect(page.getByRole('region', { name: `Xã Thanh Bình ${code}` })).toBeVisible()
    expect((await read<Units>(page, `/units?under=${commune}`)).items).toHaveLength(13)
    await picture(page, info, 'units-4-commune')
  })

  await test.step('once more it changes nothing', async () => {
    await page.goto('/units/import')
    await choose(page, 'Chọn bảng', 'thon.csv', [...good, line(11), line(12)])
    await expect(page.getByText('Bảng không có gì khác với hiện nay nên không cần nhận.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Nhận/ })).toHaveCount(0)
  })

  await test.step('nobody beside reaches them, nor the commune what is beside', async () => {
    const officer = await as(browser, 'officer')
    await officer.goto('/units')
    await expect(officer.getByRole('heading', { level: 1, name: 'Đơn vị' })).toBeVisible()
    await expect(officer.getByRole('link', { name: 'Nhập từ bảng tính' })).toHaveCount(0)
    await officer.goto('/units/import')
    await expect(officer.getByText('Chỉ người quản trị đơn vị được nhập đơn vị từ bảng tính')).toBeVisible()
    await expect(officer.getByRole('button', { name: 'Chọn bảng' })).toHaveCount(0)
    expect((await call(page, 'POST', '/units', { parent_id: beside, kind: 'residential_area', name: `Thôn Lậu ${code}` })).status).toBe(403)
    const guest = await as(browser, 'danang_admin')
    expect((await read<Units>(guest, `/units?q=${code}`)).items).toEqual([])
    expect((await read<Units>(admin, `/units?q=${code}-K1`)).items.map((u) => u.name)).toContain('Thôn 1')
  })
})
