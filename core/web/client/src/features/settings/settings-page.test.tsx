import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { show } from '@/test/render'
import { both, kind, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { SettingsPage } from './settings-page'

const answer = (more: Record<string, unknown>) => ({ name: 'Tỉnh An', code: '01', hosts: [], settings: { deadlines: { answer_days: 10 }, self_approvals: [], ...more } })
const own = kind({
  full_name: 'garden.request', label: both('Đề nghị'),
  deadlines: [{ code: 'VN-01', label: both('Trả lời đề nghị'), field: 'due_on', from: 'sent_on', length: 15, unit: 'calendar_day', setting: 'answer_days', law: false }],
  lifecycle: { initial: 'draft', states: kind().lifecycle.states, transitions: [{ name: 'approve', label: both('Duyệt'), from: ['draft'], to: 'draft', roles: ['approver'], not_actor_of: ['create'] }] },
})

describe('the settings of a province', () => {
  it('let a length the law leaves open be set, and an exception be added with its reason', async () => {
    const sent: unknown[] = []
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [own] })),
      http.get(at('/settings'), () => HttpResponse.json(answer({}))),
      http.get(at('/units'), () => HttpResponse.json({ items: [unit()], next: '' })),
      http.get(at('/units/unt_1'), () => HttpResponse.json(unit())),
      http.patch(at('/settings'), async ({ request }) => {
        const body = await request.json() as { self_approvals?: unknown[] }
        sent.push(body)
        return HttpResponse.json(answer({ deadlines: { answer_days: 12 }, self_approvals: body.self_approvals ?? [] }))
      }),
    )
    const { user } = show(<SettingsPage />)
    const days = await screen.findByRole('textbox', { name: /Trả lời đề nghị/ })
    expect(days).toHaveValue('10')
    await user.clear(days)
    await user.type(days, '12')
    await user.click(screen.getByRole('button', { name: 'Lưu thời hạn' }))
    await waitFor(() => expect(sent[0]).toEqual({ deadlines: { answer_days: 12 } }))

    await user.click(screen.getByRole('textbox', { name: /Đơn vị/ }))
    await user.click(await screen.findByRole('option', { name: /Xã Thạch Hà/ }))
    await user.selectOptions(screen.getByRole('combobox', { name: /Bước được tự làm/ }), 'garden.request.approve')
    await user.type(screen.getByRole('textbox', { name: /Lý do/ }), 'Xã chỉ có một người')
    await user.click(screen.getByRole('button', { name: 'Thêm ngoại lệ' }))
    await waitFor(() => expect(sent[1]).toEqual({ self_approvals: [{ unit: '18073', step: 'garden.request.approve', reason: 'Xã chỉ có một người' }] }))
    const list = await screen.findByRole('list', { name: 'Đơn vị chỉ có một người' })
    expect(within(list).getByText('Đề nghị: Duyệt')).toBeVisible()
    await user.click(within(list).getByRole('button', { name: 'Bỏ ngoại lệ' }))
    await waitFor(() => expect(sent[2]).toEqual({ self_approvals: [] }))
  })
})
