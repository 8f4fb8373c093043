import { expect, type Page } from '@playwright/test'
import { paper } from './rig'

// What a story only needs to be there, asked of the API with the session of a
// person's browser, so that it costs no clicks. What a story is about is clicked.

interface Answer<T> { status: number; body: T }
export interface Made { id: string; version: number; state: string; title: string }

/** One request of the API as the person of the page. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown, version?: number): Promise<Answer<T>> {
  return page.evaluate(async ({ method, path, body, version }) => {
    const me = (await (await fetch('/api/v1/me')).json()) as { csrf?: string }
    const res = await fetch(`/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf ?? '', 'Accept-Language': 'vi', ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}), ...(version ? { 'If-Match': `"v${version}"` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await res.text()
    return { status: res.status, body: (text ? JSON.parse(text) : null) as never }
  }, { method, path, body, version })
}

async function must<T>(page: Page, method: string, path: string, body?: unknown, version?: number): Promise<T> {
  const answer = await call<T>(page, method, path, body, version)
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}

export const read = <T>(page: Page, path: string): Promise<T> => must<T>(page, 'GET', path)

/** The unit of the person's first post. */
export async function ownUnit(page: Page): Promise<string> {
  return (await read<{ posts: { unit: { id: string } }[] }>(page, '/me')).posts[0]?.unit.id ?? ''
}

/** The id of the unit with this code. */
export async function unitOf(page: Page, code: string): Promise<string> {
  const found = await read<{ items: { id: string; code: string }[] }>(page, `/units?q=${code}&limit=30`)
  return found.items.find((u) => u.code === code)?.id ?? ''
}

export const make = (page: Page, kind: string, unit: string, fields: object): Promise<Made> => must(page, 'POST', `/records/${kind}`, { unit, fields })

/** Takes a step on the record as it is now. */
export async function step(page: Page, id: string, name: string, fields: object = {}): Promise<Made> {
  const seen = await read<Made>(page, `/records/${id}`)
  return must(page, 'POST', `/records/${id}/transitions/${name}`, { fields }, seen.version)
}

/** Puts a small paper into a slot by one form. */
export async function prove(page: Page, id: string, slot: string, file: ReturnType<typeof paper>): Promise<{ id: string }> {
  const answer = await page.evaluate(async ({ id, slot, name, type, bytes }) => {
    const me = (await (await fetch('/api/v1/me')).json()) as { csrf: string }
    const form = new FormData()
    form.set('slot', slot)
    form.set('file', new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }))
    const res = await fetch(`/api/v1/records/${id}/documents`, { method: 'POST', headers: { 'X-CSRF-Token': me.csrf }, body: form })
    return { status: res.status, body: (await res.json()) as { id: string } }
  }, { id, slot, name: file.name, type: file.mimeType, bytes: file.buffer.toString('base64') })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

/** A mission that waits for its conclusion, with its signed report. */
export async function reportedMission(officer: Page, standing: Page, title: string, report: ReturnType<typeof paper>): Promise<{ mission: string; document: string }> {
  const unit = await ownUnit(officer)
  const supervised = await unitOf(officer, '18685-UBND')
  const today = (await read<{ today: string }>(officer, '/me')).today
  const made = await make(officer, 'supervision.mission', unit, {
    title, ad_hoc: true, ad_hoc_reason: 'Công văn số 12/CV-MTTQ', form: 'front_team', supervised_units: [supervised], subject: 'An sinh xã hội', work_from: today, work_to: today,
  })
  await step(officer, made.id, 'submit')
  await step(standing, made.id, 'decide')
  await step(officer, made.id, 'start')
  const document = await prove(officer, made.id, 'signed_report', report)
  await step(officer, made.id, 'report', { findings: 'Chi trả đúng đối tượng.' })
  return { mission: made.id, document: document.id }
}

/** An activity that was approved: a record at its end, with its paper. */
export async function approvedActivity(officer: Page, standing: Page, title: string, proof: ReturnType<typeof paper>): Promise<{ activity: string; document: string }> {
  const made = await make(officer, 'awareness.communication_activity', await ownUnit(officer), { title, purpose: 'policy_law', channel: 'loudspeaker', output_count: 2, audience_count: 120 })
  const document = await prove(officer, made.id, 'evidence', proof)
  await step(officer, made.id, 'file')
  await step(standing, made.id, 'approve')
  return { activity: made.id, document: document.id }
}

/** A recommendation that was sent, its letter dated `sentOn` (today unless given). */
export async function sentRecommendation(who: { officer: Page; chair: Page }, to: string, title: string, sentOn?: string): Promise<Made> {
  const made = await make(who.officer, 'core.recommendation', await ownUnit(who.officer), { title, content: `Đề nghị thực hiện: ${title}.`, to_unit: to, source: 'oversight' })
  await prove(who.officer, made.id, 'letter', paper(`Văn bản kiến nghị ${title}`))
  await step(who.officer, made.id, 'submit')
  return step(who.chair, made.id, 'send', sentOn ? { sent_on: sentOn } : {})
}

/** A recommendation that has been through it all: sent, answered with this letter, assessed, closed. */
export async function closedRecommendation(who: { officer: Page; chair: Page; responder: Page; assessor: Page }, to: string, title: string, answer: ReturnType<typeof paper>): Promise<Made> {
  const made = await sentRecommendation(who, to, title)
  await prove(who.responder, made.id, 'answer_letter', answer)
  const today = (await read<{ today: string }>(who.responder, '/me')).today
  await step(who.responder, made.id, 'answer', { result: 'accepted', answer: 'Đã niêm yết công khai tại nhà văn hóa thôn.', answered_on: today })
  await step(who.assessor, made.id, 'assess', { assessment: 'met' })
  return step(who.assessor, made.id, 'close')
}

/** A unit opened by the administrator so many days ago; its id. */
export async function openedUnit(admin: Page, parent: string, kind: string, name: string, code: string, on: string): Promise<string> {
  return (await must<{ id: string }>(admin, 'POST', '/units', { parent_id: parent, kind, name, code, on, basis: 'Nghị quyết số 05/NQ-HĐND của HĐND xã' })).id
}

/** Somebody new with one post, who has not signed in yet: the path of their one-time link. */
export async function newcomer(admin: Page, login: string, name: string, role: string, unit: string): Promise<string> {
  const person = await must<{ id: string }>(admin, 'POST', '/people', { login, name, posts: [{ role, unit }] })
  const { url } = await must<{ url: string }>(admin, 'POST', `/people/${person.id}/link`, {})
  const address = new URL(url)
  return `${address.pathname}${address.hash}`
}
