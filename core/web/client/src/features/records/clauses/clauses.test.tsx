import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { rec } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, server } from '@/test/server'
import { Clauses } from './clauses'

const one = { id: 'II.1.a', title: { vi: 'Thăm hỏi', en: 'Visits' } }
const two = { id: 'II.2.c', title: { vi: 'Qua mạng', en: 'Online' } }
const serves = (more: Record<string, unknown>) =>
  server.use(http.get(at('/records/rec_1/clauses'), () => HttpResponse.json({ clauses: [one], chosen: false, choices: [], version: 3, ...more })))

describe('the clauses of a record', () => {
  it('are said in words, and only who may edit is asked', async () => {
    serves({ clauses: [one, { id: 'CT3.2', title: { vi: 'Họp dân', en: 'Meetings' } }, { id: 'II.4.b' }] })
    show(<Clauses rec={rec()} />)
    expect(await screen.findByText('CT3.2 – Họp dân')).toBeVisible()
    expect(screen.getByText('II.4.b')).toBeVisible()
    expect(await screen.findByText('Thăm hỏi (mục II.1)')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Sửa nội dung phục vụ' })).toBeNull()
  })

  it('are corrected with a reason', async () => {
    serves({ choices: [one, two] })
    let sent: unknown
    let match: string | null = null
    server.use(http.put(at('/records/rec_1/clauses'), async ({ request }) => {
      sent = await request.json()
      match = request.headers.get('If-Match')
      return HttpResponse.json({ clauses: [one, two], chosen: true, choices: [one, two], version: 4 })
    }))
    const { user } = show(<Clauses rec={rec()} />)
    await user.click(await screen.findByRole('button', { name: 'Sửa nội dung phục vụ' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('combobox', { name: 'Nội dung của nghị quyết' }))
    await user.click(await screen.findByRole('option', { name: 'Qua mạng (mục II.2)' }))
    await user.click(dialog.getByRole('button', { name: 'Lưu' }))
    expect(sent).toBeUndefined()
    await user.type(dialog.getByRole('textbox', { name: /Lý do/ }), 'Thăm qua mạng')
    await user.click(dialog.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual({ clauses: ['II.1.a', 'II.2.c'], reason: 'Thăm qua mạng' }))
    expect(match).toBe('"v3"')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('say that a person corrected them, and go back to what the record is', async () => {
    serves({ clauses: [], chosen: true, choices: [one, two] })
    let sent: unknown
    server.use(http.put(at('/records/rec_1/clauses'), async ({ request }) => {
      sent = await request.json()
      return HttpResponse.json({ clauses: [one], chosen: false, choices: [one, two], version: 4 })
    }))
    const { user } = show(<Clauses rec={rec()} />)
    expect(await screen.findByText('Do cán bộ chọn, không theo cách tính chung.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Sửa nội dung phục vụ' }))
    await user.type(await screen.findByRole('textbox', { name: /Lý do/ }), 'Theo hồ sơ')
    await user.click(screen.getByRole('button', { name: 'Tính lại theo hồ sơ' }))
    await waitFor(() => expect(sent).toEqual({ automatic: true, reason: 'Theo hồ sơ' }))
  })
})
