import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { show } from '@/test/render'
import { both, kind, unit } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { SettingsPage } from './settings-page'

const choices = {
  duties: [{
    name: 'garden.monthly', label: both('Báo cáo tháng'), source: 'Quy chế của tỉnh', setting: 'monthly_reports', off: false,
    lengths: [{ setting: 'monthly_grace', of: 'grace', unit: 'calendar_day', standard: 10 }],
  }],
  told: [{ name: 'VN-01', label: both('Trả lời đề nghị') }, { name: 'garden.monthly', label: both('Báo cáo tháng') }],
  ladders: [{ rungs: [{ at: 'due-30%', to: ['owner'] }, { at: 'due+10wd', to: ['head'], up: 1 }] }],
}
const answer = (more: Record<string, unknown>) => ({
  name: 'Tỉnh An', code: '01', hosts: [], choices, settings: { deadlines: { answer_days: 10 }, duties: {}, reminders: [], heads: [], self_approvals: [], public: {}, ...more },
})
const roles = http.get(at('/roles'), () => HttpResponse.json({ items: [{ id: 'approver', label: both('Phó Chủ tịch') }] }))
const own = kind({
  full_name: 'garden.request', label: both('Đề nghị'),
  deadlines: [{ code: 'VN-01', label: both('Trả lời đề nghị'), field: 'due_on', from: 'sent_on', length: 15, unit: 'calendar_day', setting: 'answer_days', law: false }],
  lifecycle: { initial: 'draft', states: kind().lifecycle.states, transitions: [{ name: 'approve', label: both('Duyệt'), from: ['draft'], to: 'draft', roles: ['approver'], not_actor_of: ['create'] }] },
})

describe('the settings of a province', () => {
  it('let a length the law leaves open be set, and an exception be added with its reason', async () => {
    const sent: unknown[] = []
    server.use(
      roles,
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

  it('switch a duty off, and give it another grace', async () => {
    const sent: unknown[] = []
    server.use(
      roles,
      http.get(at('/kinds'), () => HttpResponse.json({ items: [own] })),
      http.get(at('/settings'), () => HttpResponse.json(answer({}))),
      http.patch(at('/settings'), async ({ request }) => { sent.push(await request.json()); return HttpResponse.json(answer({ duties: { monthly_reports: false } })) }),
    )
    const { user } = show(<SettingsPage />)
    const list = within(await screen.findByRole('list', { name: 'Nghĩa vụ định kỳ' }))
    await user.type(list.getByRole('textbox', { name: 'Được nộp chậm sau kỳ' }), '5')
    await user.click(list.getByRole('switch', { name: 'Báo cáo tháng' }))
    expect(list.getByText('Không áp dụng')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Lưu nghĩa vụ định kỳ' }))
    await waitFor(() => expect(sent).toEqual([{ duties: { monthly_reports: false }, deadlines: { monthly_grace: 5 } }]))
    await waitFor(() => expect(list.getByRole('switch', { name: 'Báo cáo tháng' })).not.toBeChecked())
    expect(screen.getByRole('button', { name: 'Lưu nghĩa vụ định kỳ' })).toBeDisabled() // nothing is left to save
  })

  it('say in words who is reminded, and let the province set it for one deadline', async () => {
    const sent: { reminders?: unknown[] }[] = []
    server.use(
      roles,
      http.get(at('/kinds'), () => HttpResponse.json({ items: [own] })),
      http.get(at('/settings'), () => HttpResponse.json(answer({}))),
      http.patch(at('/settings'), async ({ request }) => {
        const body = await request.json() as { reminders?: unknown[] }
        sent.push(body)
        return HttpResponse.json(answer({ reminders: body.reminders }))
      }),
    )
    const { user } = show(<SettingsPage />)
    const general = within(await screen.findByRole('region', { name: 'Mọi việc còn lại' }))
    expect(general.getByText('Khi còn 30% thời gian: nhắc người phải làm')).toBeVisible()
    expect(general.getByText('Quá hạn 10 ngày làm việc: nhắc lãnh đạo đơn vị; ở đơn vị cấp trên 1 bậc')).toBeVisible()
    expect(general.queryByRole('button')).toBeNull() // the product's own is not taken apart

    await user.selectOptions(screen.getByRole('combobox', { name: 'Đặt cách nhắc riêng cho' }), 'VN-01')
    await user.click(screen.getByRole('button', { name: 'Đặt cách nhắc riêng' }))
    await waitFor(() => expect(sent[0]).toEqual({ reminders: [{ for: ['VN-01'], rungs: choices.ladders[0]?.rungs }] }))
    const mine = within(await screen.findByRole('region', { name: 'Trả lời đề nghị' }))
    await user.click(mine.getByRole('button', { name: /Bỏ lần nhắc: Khi còn 30%/ }))
    await waitFor(() => expect(sent[1]).toEqual({ reminders: [{ for: ['VN-01'], rungs: [choices.ladders[0]?.rungs[1]] }] }))
    await user.click(mine.getByRole('button', { name: 'Thêm lần nhắc' }))
    await user.click(mine.getByRole('checkbox', { name: 'Phó Chủ tịch' }))
    await user.click(mine.getByRole('button', { name: 'Lưu lần nhắc' }))
    await waitFor(() => expect(sent[2]).toEqual({ reminders: [{ for: ['VN-01'], rungs: [choices.ladders[0]?.rungs[1], { at: 'due-3', to: ['owner', 'approver'] }] }] }))
    await user.click(mine.getByRole('button', { name: 'Trở về cách nhắc chung' }))
    await waitFor(() => expect(sent[3]).toEqual({ reminders: [] }))
  })

  it('show everybody what is ticked, and nothing before', async () => {
    const sent: unknown[] = []
    const shown = kind({ full_name: 'garden.feast', label: both('Ngày hội'), public: { states: ['sent'], fields: ['held_on', 'people'] } })
    server.use(
      roles,
      http.get(at('/kinds'), () => HttpResponse.json({ items: [own, shown] })),
      http.get(at('/settings'), () => HttpResponse.json(answer({}))),
      http.patch(at('/settings'), async ({ request }) => {
        const body = await request.json() as { public: Record<string, string[]> }
        sent.push(body)
        return HttpResponse.json(answer({ public: Object.fromEntries(Object.entries(body.public).filter(([, v]) => v !== null)) }))
      }),
    )
    const { user } = show(<SettingsPage />)
    const feast = await screen.findByRole('group', { name: 'Ngày hội' })
    expect(screen.queryByRole('group', { name: 'Đề nghị' })).toBeNull()
    expect(screen.queryByRole('link', { name: 'Xem trang công khai' })).toBeNull()
    const people = within(feast).getByRole('checkbox', { name: 'Số người tham gia' })
    expect(people).not.toBeChecked()
    await user.click(people)
    await user.click(screen.getByRole('button', { name: 'Lưu trang công khai' }))
    await waitFor(() => expect(sent[0]).toEqual({ public: { 'garden.feast': ['people'] } }))
    expect(await screen.findByRole('link', { name: 'Xem trang công khai' })).toHaveAttribute('href', '/cong-khai')
    await user.click(people)
    await user.click(screen.getByRole('button', { name: 'Lưu trang công khai' }))
    await waitFor(() => expect(sent[1]).toEqual({ public: { 'garden.feast': null } }))
  })

  it('let the province say which roles lead a unit', async () => {
    const sent: unknown[] = []
    server.use(
      http.get(at('/roles'), () => HttpResponse.json({ items: [{ id: 'approver', label: both('Phó Chủ tịch') }, { id: 'chair', label: both('Chủ tịch') }] })),
      http.get(at('/kinds'), () => HttpResponse.json({ items: [own] })),
      http.get(at('/settings'), () => HttpResponse.json(answer({ heads: ['approver'] }))),
      http.patch(at('/settings'), async ({ request }) => {
        const body = await request.json() as { heads: string[] }
        sent.push(body)
        return HttpResponse.json(answer({ heads: body.heads }))
      }),
    )
    const { user } = show(<SettingsPage />)
    const roles = await screen.findByRole('group', { name: 'Vai trò lãnh đạo đơn vị' })
    expect(within(roles).getByRole('checkbox', { name: 'Phó Chủ tịch' })).toBeChecked()
    const save = screen.getByRole('button', { name: 'Lưu vai trò lãnh đạo' })
    expect(save).toBeDisabled()
    await user.click(within(roles).getByRole('checkbox', { name: 'Chủ tịch' }))
    await user.click(within(roles).getByRole('checkbox', { name: 'Phó Chủ tịch' }))
    await user.click(save)
    await waitFor(() => expect(sent).toEqual([{ heads: ['chair'] }]))
    await user.click(within(roles).getByRole('checkbox', { name: 'Chủ tịch' }))
    expect(screen.getByText('Không chọn vai trò nào thì không ai được nhắc với tư cách lãnh đạo.')).toBeVisible()
  })
})
