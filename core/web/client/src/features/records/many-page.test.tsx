import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { open } from '@/test/open'
import { kind, me, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

interface Sent { unit: string; fields: Record<string, unknown>; idempotency_key: string }
let asked: Sent[][]

beforeEach(() => {
  asked = []
  localStorage.clear()
  const needs = kind()
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind({ fields: needs.fields.map((f) => (f.name === 'people' ? { ...f, required: true } : f)) })] })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
    http.get(at('/units'), () => HttpResponse.json({ items: [unit({ id: 'unt_1', name: 'Thôn 1', code: 'K01' }), unit({ id: 'unt_2', name: 'Thôn 2', code: 'K02' }), unit({ id: 'unt_3', name: 'Thôn 3', code: 'K03' })], next: '' })),
    http.post(at('/records/:kind/batch'), async ({ request }) => {
      const { items } = await request.json() as { items: Sent[] }
      asked.push(items)
      return HttpResponse.json({ items: items.map((i) => (i.unit === 'unt_2' && asked.length === 1
        ? { status: 422, problem: { type: '', title: '', code: 'invalid', status: 422, detail: '', errors: [{ field: 'fields.people', code: 'out_of_range', detail: 'Chỉ nhập từ 1 đến 100.' }] } }
        : { status: 201, id: `rec_${i.unit}`, version: 1, state: 'draft' })) })
    }),
  )
})

describe('records for many places at once', () => {
  it('are made of what is shared and what each place says; what is refused stays to be mended', async () => {
    const { user } = open('/records/inspection.mission/many')
    const places = await screen.findByRole('list', { name: 'Nơi được lập' })
    await user.type(screen.getByRole('textbox', { name: /Nội dung giám sát/ }), 'Thu quỹ')
    expect(screen.getByRole('button', { name: 'Đánh dấu nơi cần lập' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Chọn cả 3 nơi' }))
    await user.click(within(places).getByRole('checkbox', { name: /Thôn 3/ }))
    await user.type(within(within(places).getByRole('group', { name: 'Thôn 1' })).getByRole('textbox', { name: /Số người tham gia/ }), '12')
    await user.type(within(within(places).getByRole('group', { name: 'Thôn 2' })).getByRole('textbox', { name: /Số người tham gia/ }), '900')
    await user.click(screen.getByRole('button', { name: 'Lập 2 bản nháp' }))

    expect(await screen.findByText('Đã lập 1 bản nháp')).toBeVisible()
    expect(asked[0]?.map(({ unit: u, fields }) => ({ u, fields }))).toEqual([
      { u: 'unt_1', fields: { subject: 'Thu quỹ', people: 12 } },
      { u: 'unt_2', fields: { subject: 'Thu quỹ', people: 900 } },
    ])
    expect(new Set(asked[0]?.map((i) => i.idempotency_key)).size).toBe(2)
    expect(screen.getByRole('link', { name: 'Thôn 1' })).toHaveAttribute('href', '/record/rec_unt_1')
    expect(screen.getByText(/Thôn 2: Số người tham gia: Chỉ nhập từ 1 đến 100\./)).toBeVisible()
    expect(within(places).getByRole('checkbox', { name: /Thôn 1/ })).not.toBeChecked()
    expect(within(places).getByRole('checkbox', { name: /Thôn 2/ })).toBeChecked()

    const again = within(within(places).getByRole('group', { name: 'Thôn 2' })).getByRole('textbox', { name: /Số người tham gia/ })
    await user.clear(again)
    await user.type(again, '90')
    await user.click(screen.getByRole('button', { name: 'Lập 1 bản nháp' }))
    expect(await screen.findByText('Đã lập 2 bản nháp')).toBeVisible()
    expect(asked[1]?.map(({ unit: u, fields }) => ({ u, fields }))).toEqual([{ u: 'unt_2', fields: { subject: 'Thu quỹ', people: 90 } }])
  })

  it('say the same at every place where nothing is told apart', async () => {
    const { user } = open('/records/inspection.mission/many')
    await user.click(await screen.findByRole('checkbox', { name: 'Số người tham gia' }))
    await user.type(screen.getByRole('textbox', { name: /Số người tham gia/ }), '7')
    await user.click(await screen.findByRole('checkbox', { name: /Thôn 3/ }))
    await user.click(screen.getByRole('button', { name: 'Lập 1 bản nháp' }))
    await waitFor(() => expect(asked[0]?.[0]?.fields).toEqual({ people: 7 }))
  })
})
