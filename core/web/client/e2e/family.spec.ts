import { expect, test } from '@playwright/test'
import { call, make, ownUnit, prove, read, step, type Made } from './backdoor'
import { as, onToday, paper, picture, take } from './rig'

interface List { items: (Made & { fields: Record<string, unknown> })[] }

// A plan of the province gives the Front committee of every commune a session. Who
// holds one reads the plan and its paper, and finds the session cancelled when the
// plan is.
test('a plan of the province is read in a commune, and its cancelling cancels the session there', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Kế hoạch quán triệt, ${mark}`
  const topic = `Chương trình hành động, ${mark}`
  const signed = paper(`Kế hoạch tỉnh ${mark}`)
  const provincial = await as(browser, 'provincial')
  const leader = await as(browser, 'leader')
  const officer = await as(browser, 'officer')
  const unit = await ownUnit(provincial)

  const plan = await test.step('the province issues it to the committees of its communes', async () => {
    const committees = await read<{ items: { id: string }[] }>(provincial, '/units?kind=front_committee&open=true&limit=200')
    const units = committees.items.map((u) => u.id).filter((id) => id !== unit)
    expect(units.length).toBeGreaterThanOrEqual(69)
    const today = (await read<{ today: string }>(provincial, '/me')).today
    const made = await make(provincial, 'awareness.study_plan', unit, { title, topic, units, complete_by: `${Number(today.slice(0, 4)) + 1}-06-30` })
    await prove(provincial, made.id, 'plan', signed)
    await step(provincial, made.id, 'submit')
    // The module that decides may still be on its way up.
    await expect.poll(async () => (await call(leader, 'POST', `/records/${made.id}/transitions/issue`, { fields: {} }, (await read<Made>(leader, `/records/${made.id}`)).version)).status, { timeout: 30_000 }).toBe(200)
    const sessions = await read<List>(leader, `/records/awareness.study_session?q=${encodeURIComponent(mark)}&limit=200`)
    expect(sessions.items).toHaveLength(units.length)
    return made.id
  })

  await test.step('the commune finds its session and reads the plan with its paper', async () => {
    await onToday(officer, topic)
    await officer.getByRole('link', { name: topic, exact: true }).first().click()
    await officer.getByRole('region', { name: 'Hồ sơ liên quan' }).getByRole('link', { name: title }).click()
    await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(officer.getByText(signed.name).first()).toBeVisible()
    await expect(officer.getByRole('button', { name: 'Hủy kế hoạch' })).toHaveCount(0)
    await picture(officer, info, 'family-1-plan-in-commune')
  })

  await test.step('cancelled above, the session is cancelled here, and says why', async () => {
    await leader.goto(`/record/${plan}`)
    await take(leader, 'Hủy kế hoạch', async (dialog) => {
      await dialog.getByLabel('Lý do').fill('Chuyển sang kế hoạch chung của cấp ủy')
      await picture(leader, info, 'family-2-cancel')
    })
    const mine = await read<List>(officer, `/records/awareness.study_session?q=${encodeURIComponent(mark)}&limit=10`)
    expect(mine.items.map((s) => s.state)).toEqual(['cancelled'])
    await officer.goto(`/record/${mine.items[0]?.id ?? ''}`)
    await expect(officer.getByText('Đã hủy').first()).toBeVisible()
    await expect(officer.getByText(/Chuyển sang kế hoạch chung của cấp ủy/).first()).toBeVisible()
    await picture(officer, info, 'family-3-session-cancelled')
  })
})
