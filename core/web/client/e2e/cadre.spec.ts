import { make, ownUnit, unitOf } from './backdoor'
import { as, paper, test } from './rig'
import { leadsBack, refused, today, turn } from './walk'

// Which bodies are complete: the commune says so with the decisions, the Party's board
// of the province confirms; nobody confirms what is their own.
test('a roll of bodies is filed with its decision, confirmed and counted', async ({ browser }, info) => {
  const officer = await as(browser, 'officer')
  const above = await as(browser, 'watcher')
  const year = (await today(officer)).slice(0, 4)
  const decision = paper(`Quyết định công nhận ${info.project.name} ${Date.now()}`)
  const areas = await Promise.all((info.project.name === 'phone' ? ['18685-K01-CTMT', '18685-K02-CTMT'] : ['18685-K03-CTMT', '18685-K04-CTMT']).map((code) => unitOf(officer, code)))
  const { id } = await make(officer, 'cadre.body_roll', await ownUnit(officer), { required_posts: 5, filled_posts: 5, members: 35, women: 11, standing: 5, complete_areas: areas })

  await test.step('the officer files it with the decision', () => turn(officer, info, { id, shot: 'cadre-1-file', slots: { 'Quyết định công nhận, kiện toàn': decision }, verb: 'Trình cấp trên xác nhận' }))
  await refused(officer, id, 'confirm')
  await test.step('the level above confirms', () => turn(above, info, { id, shot: 'cadre-2-confirm', verb: 'Xác nhận' }))
  await test.step('the figure leads back to the decision', async () => {
    await leadsBack(above, info, { measure: 'cadre.bodies_complete', unit: await unitOf(above, '18685'), period: year, shot: 'cadre-3-figure' }, decision)
  })
})
