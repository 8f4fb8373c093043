import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { Proposals } from './proposals'
import '@/i18n/admin'

const waits = (more: Record<string, unknown>) => ({
  id: 'prp_1', act: 'person.link', person: { id: 'per_2', name: 'Trần Thị Lan' }, by: { id: 'per_3', name: 'Lê Văn Ba' },
  at: '2026-11-27T01:00:00Z', expires_at: '2026-11-30T01:00:00Z', state: 'waiting', can: ['confirm', 'refuse'], ...more,
})

it('shows the link to whoever confirms, once it is made', async () => {
  let list = [waits({})]
  server.use(
    http.get(at('/proposals'), () => HttpResponse.json({ items: list })),
    http.post(at('/proposals/prp_1/confirm'), () => {
      list = []
      return HttpResponse.json({ proposal: waits({ state: 'confirmed', can: [] }), link: { secret: 's', url: 'https://ha-tinh.example/welcome#link=s', expires_at: '2026-11-30T01:00:00Z' } })
    }),
  )
  const { user } = show(<Proposals />)
  expect(await screen.findByText('Đường dẫn đăng nhập một lần cho Trần Thị Lan')).toBeVisible()
  expect(screen.getByText(/Lê Văn Ba đề nghị/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Đồng ý' }))
  expect(await screen.findByText('https://ha-tinh.example/welcome#link=s')).toBeVisible()
  await waitFor(() => expect(screen.queryByText('Đường dẫn đăng nhập một lần cho Trần Thị Lan')).toBeNull())
})

it('says line by line what of an account is to become different', async () => {
  const change = { login: 'lan.moi', family_middle: 'Trần Thị', given: 'Ngọc Lan', display: 'Trần Thị Ngọc Lan', email: '', disabled: true, remove_otp: true, unlink: true }
  server.use(http.get(at('/proposals'), () => HttpResponse.json({ items: [waits({ act: 'person.change', change })] })))
  show(<Proposals />)
  for (const line of ['Ngừng cho Trần Thị Lan đăng nhập', 'Đổi tên đăng nhập của Trần Thị Lan thành lan.moi', 'Đổi họ tên của Trần Thị Lan thành Trần Thị Ngọc Lan',
    'Xóa thư điện tử của Trần Thị Lan', 'Gỡ xác thực hai lớp của Trần Thị Lan', 'Gỡ Trần Thị Lan khỏi đăng nhập chung']) {
    expect(await screen.findByText(line)).toBeVisible()
  }
  expect(screen.queryByText(/[đĐ]ường dẫn/)).toBeNull()
})

it('says why somebody may not confirm, and lets who proposed withdraw', async () => {
  server.use(
    http.get(at('/proposals'), () => HttpResponse.json({ items: [waits({}), waits({ id: 'prp_2', act: 'self_approval', person: undefined, self_approvals: [{ unit: 'X1', step: 'a.b.c', reason: 'Xã chỉ có một cán bộ' }], can: ['withdraw'] })] })),
    http.get(at('/units'), () => HttpResponse.json({ items: [], next: '' })),
    http.post(at('/proposals/prp_1/confirm'), () => refuse(403, 'proposal.second', { detail: 'Việc này cần một người khác đồng ý.' })),
  )
  const { user } = show(<Proposals />)
  await user.click(await screen.findByRole('button', { name: 'Đồng ý' }))
  expect(await screen.findByText(/Việc này cần một người khác đồng ý/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Rút đề nghị' })).toBeVisible()
  expect(screen.getByText('Lý do: Xã chỉ có một cán bộ')).toBeVisible()
})
