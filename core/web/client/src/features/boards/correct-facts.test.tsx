import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Document } from '@/api/types.gen'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, refuse, server } from '@/test/server'

let held: Document
let sent: unknown[]

beforeEach(() => {
  localStorage.clear()
  sent = []
  held = {
    id: 'doc_1', name: 'Biên bản.pdf', number: '12/BC', issuer: 'Ủy ban MTTQ xã', size: 1200, mime: 'application/zip', sha256: 'ab'.repeat(32), version: 1, scan: 'clean', sound: true, correctable: true,
    created_at: '2026-03-02T03:00:00Z', created_by: { id: 'per_2', name: 'Trần Thị Lan' }, records: [{ id: 'rec_1', kind: 'inspection.mission', title: 'Giám sát thu quỹ' }],
  }
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
    http.get(at('/documents/doc_1'), () => HttpResponse.json(held)),
    http.get(at('/documents/doc_1/versions'), () => HttpResponse.json({ items: [] })),
    http.patch(at('/documents/doc_1'), async ({ request }) => {
      const body = (await request.json()) as Partial<Document>
      sent.push(body)
      if (body.number === 'x') return refuse(422, 'invalid', { errors: [{ field: 'number', code: 'too_long', detail: 'Số quá dài.' }] })
      held = { ...held, ...body }
      return HttpResponse.json(held)
    }),
  )
})

const facts = async () => within(await screen.findByRole('region', { name: 'Thông tin văn bản' }))

describe('what stands on a paper', { timeout: 60_000 }, () => {
  it('is put right: only what was changed is sent, and the page shows it', async () => {
    const { user } = open('/documents/doc_1')
    await user.click((await facts()).getByRole('button', { name: 'Sửa thông tin' }))
    const number = screen.getByLabelText('Số, ký hiệu')
    await user.clear(number)
    await user.type(number, '21/BC')
    await user.click(screen.getByRole('button', { name: 'Lưu thông tin' }))
    expect(await (await facts()).findByText('21/BC')).toBeVisible()
    expect(sent).toEqual([{ number: '21/BC' }])
    expect(screen.queryByLabelText('Số, ký hiệu')).toBeNull()
  })

  it('keeps what was typed when the form is left, and when it is refused', async () => {
    const { user } = open('/documents/doc_1')
    await user.click((await facts()).getByRole('button', { name: 'Sửa thông tin' }))
    await user.clear(screen.getByLabelText('Số, ký hiệu'))
    await user.type(screen.getByLabelText('Số, ký hiệu'), 'x')
    await user.click(screen.getByRole('button', { name: 'Thôi' }))
    expect((await facts()).getByText('12/BC')).toBeVisible()
    await user.click((await facts()).getByRole('button', { name: 'Sửa thông tin' }))
    expect(screen.getByLabelText('Số, ký hiệu')).toHaveValue('x')
    await user.click(screen.getByRole('button', { name: 'Lưu thông tin' }))
    await waitFor(() => expect(screen.getAllByText(/Số quá dài/).length).toBeGreaterThan(0))
    expect(screen.getByLabelText('Số, ký hiệu')).toHaveValue('x')
  })

  it('is offered to nobody who may not correct it', async () => {
    held = { ...held, correctable: undefined }
    open('/documents/doc_1')
    expect((await facts()).getByText('12/BC')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Sửa thông tin' })).toBeNull()
  })
})
