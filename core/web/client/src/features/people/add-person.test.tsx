import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { AddPerson } from './add-person'

beforeEach(() => server.use(http.get(at('/roles'), () => HttpResponse.json({ items: [{ id: 'front_officer', label: { vi: 'Chuyên viên Mặt trận', en: 'Officer' } }] }))))

describe('AddPerson', () => {
  it('adds a person and shows the link once, with a way to copy it', async () => {
    let body: unknown
    server.use(
      http.post(at('/people'), async ({ request }) => {
        body = await request.json()
        return HttpResponse.json({ id: 'per_9', name: 'Nguyễn Văn An', posts: [] }, { status: 201 })
      }),
      http.post(at('/people/per_9/link'), () => HttpResponse.json({ secret: 's', url: 'https://ha-tinh.example/welcome#link=s', expires_at: '2026-11-27T01:00:00Z' }, { status: 201 })),
    )
    const { user } = show(<AddPerson unit="" onClose={vi.fn()} onAdded={vi.fn()} />)
    await user.type(await screen.findByLabelText(/Họ và tên/), 'Nguyễn Văn An')
    await user.type(screen.getByLabelText(/Tên đăng nhập/), '0912345678')
    await user.click(screen.getByRole('button', { name: 'Thêm người và lấy đường dẫn' }))
    expect(await screen.findByText('https://ha-tinh.example/welcome#link=s')).toBeVisible()
    expect(screen.getByText(/Chỉ hiện một lần này/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Sao chép đường dẫn' })).toBeVisible()
    expect(body).toEqual({ name: 'Nguyễn Văn An', login: '0912345678', posts: [] })
  })

  it('puts a refused login beside its field', async () => {
    server.use(http.post(at('/people'), () => refuse(409, 'exists', { detail: 'Đã có rồi; hãy dùng giá trị khác.', errors: [{ field: 'login', code: 'exists', detail: 'Đã có rồi.' }] })))
    const { user } = show(<AddPerson unit="" onClose={vi.fn()} onAdded={vi.fn()} />)
    await user.type(await screen.findByLabelText(/Họ và tên/), 'Nguyễn Văn An')
    await user.type(screen.getByLabelText(/Tên đăng nhập/), 'an')
    await user.click(screen.getByRole('button', { name: 'Thêm người và lấy đường dẫn' }))
    await waitFor(() => expect(screen.getByLabelText(/Tên đăng nhập/)).toBeInvalid())
  })
})
