import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { whenSignedOut } from '@/api/client'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { AccountPage } from './account-page'
import { readAgent } from './agent'

const session = (id: string, current: boolean) => ({ id, current, ip: '10.0.0.1', agent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36', created_at: '2026-11-20T01:00:00Z', last_seen: '2026-11-24T01:00:00Z', expires: '2026-12-20T01:00:00Z' })
let lent: unknown[] = []
let sessions = [session('ses_2', false), session('ses_1', true)]

beforeEach(() => {
  lent = []
  sessions = [session('ses_2', false), session('ses_1', true)]
  server.use(
    http.get(at('/me/sessions'), () => HttpResponse.json({ items: sessions })),
    http.delete(at('/me/sessions/:id'), ({ params }) => { sessions = sessions.filter((s) => s.id !== params.id); return new HttpResponse(null, { status: 204 }) }),
    http.get(at('/me/delegations'), () => HttpResponse.json({ given: lent, held: [] })),
    http.get(at('/me/tokens'), () => HttpResponse.json({ items: [] })),
  )
})

it.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130', 'Edge', 'Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari', 'iPhone'],
  ['curl/8.5', undefined, undefined],
])('a browser is called by its name: %s', (agent, browser, system) => expect(readAgent(agent)).toEqual({ browser, system }))

describe('the account', () => {
  it('lists the posts and the browsers, this one first, and ends another', async () => {
    const { user } = show(<AccountPage />)
    expect(await screen.findByText('Cán bộ Mặt trận')).toBeVisible()
    const first = (await screen.findAllByText('Chrome trên Android'))[0]?.closest('li')
    expect(within(first as HTMLElement).getByText('Máy này')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đăng xuất máy này: Chrome trên Android' }))
    await waitFor(() => expect(screen.getAllByText('Chrome trên Android')).toHaveLength(1))
  })

  it('signs out everywhere, after it was asked once', async () => {
    const assign = vi.fn()
    vi.stubGlobal('location', { ...window.location, assign })
    let ended = 0
    server.use(http.delete(at('/me/sessions'), () => { ended += 1; return new HttpResponse(null, { status: 204 }) }))
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất khỏi mọi máy' }))
    const box = await screen.findByRole('dialog')
    expect(ended).toBe(0)
    await user.click(within(box).getByRole('button', { name: 'Đăng xuất khỏi mọi máy' }))
    await waitFor(() => expect(assign).toHaveBeenCalledWith('/'))
    expect(ended).toBe(1)
    vi.unstubAllGlobals()
  })

  it('lets somebody stand in, says what is missing, and ends it', async () => {
    const asked: unknown[] = []
    const one = { id: 'pst_9', role: 'officer', role_label: { vi: 'Cán bộ Mặt trận', en: 'Officer' }, unit: { id: 'unt_1', name: 'Xã Thạch Hà' }, from: '2026-11-27', to: '2026-12-10', delegated: true, basis: 'Đi học', by: { id: 'per_1', name: 'Lan' }, to_person: { id: 'per_2', name: 'Trần Thị Mai' } }
    server.use(
      http.get(at('/people'), () => HttpResponse.json({ items: [{ id: 'per_2', name: 'Trần Thị Mai', posts: [] }], next: '' })),
      http.post(at('/me/delegations'), async ({ request }) => { asked.push(await request.json()); lent = [one]; return HttpResponse.json(one, { status: 201 }) }),
      http.delete(at('/me/delegations/:id'), () => { lent = []; return new HttpResponse(null, { status: 204 }) }),
    )
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Ủy quyền cho người khác' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Ủy quyền' }))
    expect(dialog.getByLabelText('Lý do')).toHaveAccessibleDescription(/.+/)
    expect(asked).toHaveLength(0)
    await user.type(dialog.getByRole('textbox', { name: 'Người làm thay' }), 'mai')
    await user.click(await screen.findByRole('option', { name: /Trần Thị Mai/ }))
    await user.type(dialog.getByLabelText(/Đến hết ngày/), '10/12/2026')
    await user.type(dialog.getByLabelText('Lý do'), 'Đi học')
    await user.click(dialog.getByRole('button', { name: 'Ủy quyền' }))
    expect(await screen.findByText('Trần Thị Mai làm thay bạn')).toBeVisible()
    expect(asked[0]).toMatchObject({ person: 'per_2', to: '2026-12-10', reason: 'Đi học' })
    await user.click(screen.getByRole('button', { name: 'Kết thúc ủy quyền cho Trần Thị Mai' }))
    await user.click(await screen.findByRole('button', { name: 'Kết thúc ngay' }))
    expect(await screen.findByText('Chưa có ủy quyền nào.')).toBeVisible()
  })

  it('says at the field that the present password is wrong, and does not end the session', async () => {
    const ended = vi.fn()
    whenSignedOut(ended)
    server.use(http.post(at('/me/password'), () => refuse(422, 'invalid', { errors: [{ field: 'current', code: 'sign_in.failed', detail: '' }] })))
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Đổi mật khẩu' }))
    await user.type(screen.getByLabelText('Mật khẩu đang dùng'), 'cũ')
    await user.type(screen.getByLabelText('Mật khẩu mới'), 'ngắn')
    await user.click(screen.getByRole('button', { name: 'Lưu mật khẩu mới' }))
    expect(screen.getByLabelText('Mật khẩu mới')).toHaveAccessibleDescription(/cần ít nhất 10 ký tự/)
    await user.type(screen.getByLabelText('Mật khẩu mới'), ' nhưng dài')
    await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), 'ngắn nhưng dài')
    await user.click(screen.getByRole('button', { name: 'Lưu mật khẩu mới' }))
    await waitFor(() => expect(screen.getByLabelText('Mật khẩu đang dùng')).toHaveAccessibleDescription('Mật khẩu đang dùng chưa đúng.'))
    expect(ended).not.toHaveBeenCalled()
  })

  it('sets up the second factor: a square, a key by hand, and recovery codes once', async () => {
    server.use(
      http.post(at('/me/otp'), () => HttpResponse.json({ secret: 'ABCDEFGH', url: 'otpauth://totp/x?secret=ABCDEFGH' })),
      http.post(at('/me/otp/confirm'), async ({ request }) => (((await request.json()) as { code: string }).code === '123456' ? HttpResponse.json({ recovery_codes: ['aaaa-bbbb'] }) : refuse(422, 'sign_in.otp_wrong'))),
    )
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Bật xác thực hai lớp' }))
    expect(await screen.findByRole('img', { name: /Mã vuông/ })).toBeVisible()
    expect(screen.getByText('ABCD EFGH')).toBeVisible()
    await user.type(screen.getByLabelText('Mã 6 chữ số'), '000000{Enter}')
    await waitFor(() => expect(screen.getByLabelText('Mã 6 chữ số')).toHaveAccessibleDescription(/Mã chưa đúng/))
    await user.clear(screen.getByLabelText('Mã 6 chữ số'))
    await user.type(screen.getByLabelText('Mã 6 chữ số'), '123456{Enter}')
    expect(await screen.findByText('aaaa-bbbb')).toBeVisible()
  })

  it('says that the second factor is already on', async () => {
    server.use(http.post(at('/me/otp'), () => refuse(409, 'otp.on')))
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Bật xác thực hai lớp' }))
    expect(await screen.findByText('Xác thực hai lớp đang bật')).toBeVisible()
  })

  it('makes a narrow token and shows its secret once', async () => {
    const asked: { allow: string[] }[] = []
    server.use(http.post(at('/me/tokens'), async ({ request }) => { asked.push((await request.json()) as { allow: string[] }); return HttpResponse.json({ id: 'tok_1', name: 'Bảng', allow: ['read'], expires: '2027-02-01T00:00:00Z', created_at: '2026-11-24T00:00:00Z', secret: 'dk_bi_mat' }, { status: 201 }) }))
    const { user } = show(<AccountPage />)
    await user.click(await screen.findByRole('button', { name: 'Tạo khóa kết nối' }))
    await user.type(await screen.findByLabelText('Tên khóa'), 'Bảng')
    await user.click(screen.getByRole('button', { name: 'Tạo khóa' }))
    expect(await screen.findByText('dk_bi_mat')).toBeVisible()
    expect(asked[0]?.allow).toEqual(['read', 'figure:read'])
  })
})
