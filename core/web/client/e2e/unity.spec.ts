import { expect } from '@playwright/test'
import { call, unitOf } from './backdoor'
import { sound } from './look'
import { as, day, paper, picture, test } from './rig'
import { leadsBack, refused, today, turn } from './walk'

// The festival is held by many areas on the same days: the commune's officer writes it
// down for those without an account at once, ticked in a list; each is a report of its own.
test('festivals of many areas are begun at once, reported, confirmed and counted', async ({ browser }, info) => {
  const [one, two] = info.project.name === 'phone' ? ['1', '2'] : ['3', '4']
  const report = paper(`Báo cáo Ngày hội ${info.project.name} ${Date.now()}`)
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const year = (await today(officer)).slice(0, 4)

  const id = await test.step('the officer ticks the areas and says what is the same', async () => {
    await officer.goto('/records/unity.festival')
    if (info.project.name === 'phone') await officer.getByRole('button', { name: 'Việc khác với danh sách' }).click()
    await officer.getByRole('link', { name: 'Thêm cho nhiều nơi' }).click()
    await expect(officer.getByRole('heading', { level: 1, name: /cho nhiều nơi$/ })).toBeVisible()
    await officer.getByRole('checkbox', { name: 'Số hộ tham dự' }).check()
    await officer.getByRole('textbox', { name: /^Ngày tổ chức/ }).fill(day(0))
    const places = officer.getByRole('list', { name: 'Nơi được lập' })
    for (const [n, households] of [[one, '85'], [two, '102']] as const) {
      await places.getByRole('checkbox', { name: new RegExp(`thôn ${n}\\b`) }).check()
      await places.getByRole('group', { name: new RegExp(`thôn ${n}$`) }).getByRole('textbox', { name: /^Số hộ tham dự/ }).fill(households)
    }
    await sound(officer, 'unity-1-many')
    await picture(officer, info, 'unity-1-many')
    await officer.getByRole('button', { name: 'Lập 2 bản nháp' }).click()
    await expect(officer.getByText('Đã lập 2 bản nháp')).toBeVisible()
    await sound(officer, 'unity-2-made')
    await picture(officer, info, 'unity-2-made')
    await officer.getByRole('link', { name: `Ban Công tác Mặt trận thôn ${one}`, exact: true }).click()
    await expect(officer.getByRole('heading', { level: 1, name: /^Ngày hội Đại đoàn kết toàn dân tộc/ })).toBeVisible()
    return officer.url().split('/').pop() ?? ''
  })
  const made = await call<{ fields: Record<string, unknown> }>(officer, 'GET', `/records/${id}`)
  expect(made.body.fields).toMatchObject({ households: 85, form: 'one', held_on: await today(officer) })
  await test.step('one of them is reported with its paper', () => turn(officer, info, { id, shot: 'unity-3-report', slots: { 'Báo cáo, biên bản': report }, verb: 'Báo cáo kết quả tổ chức' }))
  await refused(officer, id, 'check')
  await test.step('the standing board confirms', () => turn(standing, info, { id, shot: 'unity-4-confirm', verb: 'Xác nhận' }))
  await test.step('the figure leads back to the report', async () => {
    await leadsBack(standing, info, { measure: 'unity.areas_with_festival', unit: await unitOf(standing, '18685'), period: year, shot: 'unity-5-figure' }, report)
  })
})
