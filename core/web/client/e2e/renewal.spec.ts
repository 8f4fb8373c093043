import { make, ownUnit, unitOf } from './backdoor'
import { as, day, paper, test } from './rig'
import { leadsBack, refused, today, turn } from './walk'

// A quarter of the fund for the poor: the officer files the signed statement, the
// standing board approves, the officer records where it was published.
test('a quarter of the fund is filed, approved, published and counted', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const now = new Date(await today(officer))
  // The quarter that ended last, on a desk the one before: each counts once.
  const back = info.project.name === 'phone' ? 1 : 2
  const ended = new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 - 3 * back, 1))
  const [year, quarter] = [ended.getUTCFullYear(), ended.getUTCMonth() / 3 + 1]
  const statement = paper(`Báo cáo thu chi quý ${quarter} ${info.project.name} ${Date.now()}`)
  const { id } = await make(officer, 'renewal.fund_quarter', await ownUnit(officer), { fund: 'poor', quarter, year, opening: 12_500_000, receipts: 30_000_000, payments: 18_000_000, donors: 210 })

  await test.step('the officer files it with the signed statement', () => turn(officer, info, { id, shot: 'renewal-1-file', slots: { 'Báo cáo thu, chi đã ký': statement }, verb: 'Trình duyệt' }))
  await refused(officer, id, 'approve')
  await test.step('the standing board approves', () => turn(standing, info, { id, shot: 'renewal-2-approve', verb: 'Duyệt' }))
  await test.step('the officer says where it was published', () => turn(officer, info, {
    id, shot: 'renewal-3-publish', verb: 'Ghi nhận đã công khai',
    fill: async (dialog) => {
      await dialog.getByRole('textbox', { name: /^Ngày công khai/ }).fill(day(0))
      await dialog.getByRole('textbox', { name: /^Trang công khai/ }).fill('https://cambinh.hatinh.gov.vn/quy-vi-nguoi-ngheo')
    },
  }))
  if (back > 1) return // that quarter is owed by nobody here: units owe from the quarter that ended last
  await test.step('the figure leads back to the statement', async () => {
    await leadsBack(standing, info, { measure: 'renewal.funds_published', unit: await unitOf(standing, '18685'), period: `${year}-Q${quarter}`, shot: 'renewal-4-figure' }, statement)
  })
})
