import { expect } from '@playwright/test'
import { call, make, ownUnit, prove, read, step, unitOf, type Made } from './backdoor'
import { as, attach, find, onToday, paper, picture, take, test } from './rig'

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
    await officer.getByRole('link', { name: signed.name }).first().click()
    await expect(officer.getByText(signed.sha256).first()).toBeVisible() // the very paper that was signed
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

// The body that is supervised has a part of its own: it reports, answers the draft
// conclusion, and sees nothing of what the team keeps to itself.
test('a supervised body reports and answers the draft, and sees nothing internal', async ({ browser }, info) => {
  const mark = `${info.project.name} ${Date.now()}`
  const title = `Giám sát chi trả trợ giúp xã hội, ${mark}`
  const part = `Báo cáo, giải trình: ${title}`
  const secret = `Chi sai hai trường hợp ${mark}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const body = await as(browser, 'responder')
  const today = (await read<{ today: string }>(officer, '/me')).today
  const made = await make(officer, 'supervision.mission', await ownUnit(officer), {
    title, ad_hoc: true, ad_hoc_reason: 'Công văn số 12/CV-MTTQ', form: 'front_team', supervised_units: [await unitOf(officer, '18685-UBND')], subject: 'An sinh xã hội',
    team: [{ post: 'Trưởng đoàn' }], work_from: today, work_to: today,
  })
  await prove(officer, made.id, 'decision', paper(`Quyết định ${mark}`))
  await step(officer, made.id, 'submit')
  await step(standing, made.id, 'decide')

  await test.step('it finds what is asked of it, reads the decision, and reports', async () => {
    await onToday(body, part)
    await body.getByRole('link', { name: part, exact: true }).first().click()
    await picture(body, info, 'family-4-asked')
    await attach(body, 'Báo cáo của đơn vị', paper(`Báo cáo của UBND ${mark}`))
    await take(body, 'Gửi báo cáo cho đoàn giám sát', async (dialog) => dialog.getByLabel('Tóm tắt báo cáo').fill('Đã chi trả cho 214 người.'))
  })

  await test.step('the team goes on; its findings stay its own', async () => {
    await step(officer, made.id, 'start')
    await prove(officer, made.id, 'signed_report', paper(`Báo cáo đoàn ${mark}`))
    await step(officer, made.id, 'report', { findings: secret })
    await step(standing, made.id, 'consult', { draft_conclusion: 'Cần rà soát lại danh sách.' })
    const seen = await read<{ version: number; fields: Record<string, unknown> }>(body, `/records/${made.id}`)
    expect(seen.fields.title).toBe(title)
    expect(JSON.stringify([seen, await read(body, `/records/${made.id}/history`)])).not.toMatch(/Chi sai|Trưởng đoàn|Báo cáo đoàn/)
    expect((await call(body, 'PATCH', `/records/${made.id}`, { fields: { title: 'Một cuộc giám sát khác' } }, seen.version)).status).toBeGreaterThanOrEqual(400)
    expect((await read<Made>(officer, `/records/${made.id}`)).title).toBe(title)
  })

  await test.step('it answers the draft conclusion', async () => {
    await find(body, 'supervision.body_part', part)
    await expect(body.getByText('Cần rà soát lại danh sách.').first()).toBeVisible()
    await picture(body, info, 'family-5-draft')
    await take(body, 'Trả lời dự thảo kết luận', async (dialog) => dialog.getByLabel('Ý kiến giải trình về dự thảo').fill('Đã rà soát xong.'))
    await find(officer, 'supervision.body_part', part)
    await expect(officer.getByText('Đã rà soát xong.').first()).toBeVisible()
    await picture(officer, info, 'family-6-answered')
  })
})
