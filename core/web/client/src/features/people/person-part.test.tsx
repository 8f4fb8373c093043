import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Person } from '@/api/types.gen'
import { show } from '@/test/render'
import { both, commune, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { PersonPart } from './person-part'
import '@/i18n/admin'

const chief: Person = { id: 'per_9', name: 'Nguyễn Văn An', login: 'an.nv', has_password: true, has_otp: true, posts: [{ id: 'pst_1', role: 'standing', role_label: both('Thường trực'), unit: commune }] }
const waits = (change: object) => ({ ...chief, proposal: { id: 'prp_1', act: 'person.change', change, person: { id: 'per_9', name: chief.name }, by: { id: 'per_3', name: 'Lê Văn Ba' },
  at: '2026-11-27T01:00:00Z', expires_at: '2026-11-30T01:00:00Z', state: 'waiting', can: ['withdraw'] } })

it('says that shutting, resetting and renaming who may do more waits for another administrator', async () => {
  const sent: object[] = []
  server.use(
    http.get(at('/people/per_9'), () => HttpResponse.json(chief)),
    http.patch(at('/people/per_9'), async ({ request }) => {
      const change = await request.json() as object
      sent.push(change)
      return HttpResponse.json(waits(change), { status: 202 })
    }),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [] })),
    http.get(at('/roles'), () => HttpResponse.json({ items: [] })),
    http.get(at('/why'), () => HttpResponse.json({ allowed: true })),
  )
  const { user } = show(<PersonPart id="per_9" />, { me: me({ can: ['admin:people'] }) })
  for (const [verb, yes] of [['Ngừng cho đăng nhập', 'Ngừng cho đăng nhập'], ['Gỡ xác thực hai lớp', 'Gỡ xác thực hai lớp'], ['Sửa họ tên, tên đăng nhập', 'Lưu thay đổi']] as const) {
    await user.click(await screen.findByRole('button', { name: verb }))
    const dialog = await screen.findByRole('dialog', { name: verb })
    if (yes === 'Lưu thay đổi') await user.type(screen.getByLabelText(/^Tên đăng nhập/), '2')
    await user.click([...dialog.querySelectorAll('button')].find((b) => b.textContent === yes) as HTMLButtonElement)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await screen.findByText(/^Đã gửi đề nghị\. Cần một người quản trị khác đồng ý trước/)).toBeVisible()
    expect(screen.getByText(/đến lúc đó mới thay đổi\. Nguyễn Văn An đã được báo\./)).toBeVisible()
  }
  expect(sent).toEqual([{ disabled: true }, { remove_otp: true }, { login: 'an.nv2' }])
  expect(screen.queryByText('Đã ngừng đăng nhập')).toBeNull()
})
