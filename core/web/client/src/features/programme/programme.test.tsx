import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const both = (vi: string) => ({ vi, en: vi })
const home = { kind: 'inspection.mission', label: both('Cuộc giám sát'), followed: true }
const clause = (id: string, name: string, kinds: unknown[], words = '') => ({ id, title: both(name), words, kinds, measures: [], duties: [] })
const programme = {
  version: 2, own: false, reckoning: false, title: 'Nghị quyết số 05-NQ/TU', serves: {}, sections: [{ id: 'III', title: 'Nhiệm vụ' }, { id: 'III.7', title: 'Giám sát' }],
  clauses: [clause('III.7.a', 'Giám sát', [home], 'Giám sát việc thực hiện dân chủ ở cơ sở'), clause('III.7.b', 'Phản biện', [])],
}
const count = { tasks: 0, done: 0, records: 0, proven: 0 }
const units = [{ id: 'unt_1', name: 'Xã Thạch Hà', kind: 'commune', code: '1' }, { id: 'unt_2', name: 'Xã Cẩm Bình', kind: 'commune', code: '2' }]
const coverage = {
  unit: { id: 'unt_0', name: 'Tỉnh Hà Tĩnh' }, period: '2026', term: '2025-2030', as_of: '2026-11-24T01:00:00Z', stale: false, reckoning: false, units,
  clauses: [
    { id: 'III.7.a', title: both('Giám sát'), followed: true, ...count, tasks: 1, records: 3, proven: 2, no_task: 1, no_record: 1, no_evidence: 1 },
    { id: 'III.7.b', title: both('Phản biện'), followed: false, ...count, no_task: 2, no_record: 2, no_evidence: 0 },
  ],
  cells: [{ unit: 'unt_1', clause: 'III.7.a', ...count, records: 3, proven: 2 }],
}
let asked: unknown[]

beforeEach(() => {
  asked = []
  localStorage.clear()
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me({ can: ['admin:settings'] }))),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
    http.get(at('/programme'), () => HttpResponse.json(programme)),
    http.get(at('/programme/coverage'), () => HttpResponse.json(coverage)),
    http.post(at('/programme/clauses/III.7.a/reminders'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({ missing: 1, units: 1, people: 2 })
    }),
    http.put(at('/programme'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({ ...programme, version: 3, own: true })
    }),
  )
})

describe('the resolution', () => {
  it('is read with its marks, and narrows to what is missing', async () => {
    const { user } = open('/programme')
    expect(await screen.findByText('Nghị quyết số 05-NQ/TU')).toBeVisible()
    expect(await screen.findByRole('link', { name: 'Giám sát việc thực hiện dân chủ ở cơ sở' })).toBeVisible()
    expect(screen.getByText('3 hồ sơ, 2 có minh chứng')).toBeVisible()
    expect(screen.getByText('Không theo dõi')).toBeVisible()
    await user.click(screen.getByRole('link', { name: 'Không theo dõi (1)' }))
    await waitFor(() => expect(screen.queryByText('3 hồ sơ, 2 có minh chứng')).toBeNull())
    expect(screen.getByRole('link', { name: 'Phản biện' })).toBeVisible()
  })

  it('shows who lacks what, who lacks most first, and one verb tells them all', async () => {
    const { user } = open('/programme?part=coverage')
    const table = within(await screen.findByRole('table'))
    expect(table.getAllByRole('rowheader').map((h) => h.textContent)).toEqual(['Xã Cẩm Bình', 'Xã Thạch Hà'])
    expect(table.getByRole('link', { name: 'Xã Thạch Hà, Giám sát: 2/3, 3 hồ sơ, 2 có minh chứng' })).toBeVisible()
    await user.click(table.getByRole('button', { name: 'Còn 1/2: nhắc' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Gửi lời nhắc' }))
    expect(await screen.findByText('Đã nhắc 2 người ở 1 đơn vị')).toBeVisible()
    expect(asked).toEqual([{ unit: 'unt_0', period: '2026', missing: 'record' }])
  })

  it('gives one task to all who have none, by a draft that somebody signs', async () => {
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [kind(), { ...kind(), full_name: 'core.action_programme', can_create: true }] })),
      http.post(at('/programme/clauses/III.7.b/tasks'), async ({ request }) => {
        asked.push(await request.json())
        return HttpResponse.json({ record: 'rec_1', units: 2, without: [{ unit: { id: 'unt_2', name: 'Xã Cẩm Bình' }, why: 'nobody' }] }, { status: 201 })
      }),
    )
    const { user } = open('/programme?part=coverage')
    const table = within(await screen.findByRole('table'))
    await user.click(await table.findByRole('button', { name: 'Còn 2/2 chưa có nhiệm vụ: giao' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByRole('textbox', { name: /^Việc phải làm/ })).toHaveValue('Phản biện')
    expect(dialog.getByRole('button', { name: 'Lập bản nháp' })).toBeDisabled()
    await user.type(dialog.getByRole('textbox', { name: /^Kết quả, đo bằng/ }), 'Văn bản phản biện')
    await user.type(dialog.getByRole('textbox', { name: /^Hạn hoàn thành/ }), '30/06/2027')
    await user.tab()
    await user.click(dialog.getByRole('button', { name: 'Lập bản nháp' }))
    await waitFor(() => expect(asked).toEqual([{ unit: 'unt_0', period: '2026', title: 'Phản biện', output: 'Văn bản phản biện', due_on: '2027-06-30' }]))
    const left = within(await screen.findByRole('dialog'))
    expect(await left.findByText('Bản nháp đã có 2 đơn vị; còn 1 đơn vị chưa có nhiệm vụ mà không nằm trong bản nháp')).toBeVisible()
    expect(left.getByText(/^1 nơi chưa có cơ quan nào/)).toBeVisible()
    expect(left.getByRole('listitem')).toHaveTextContent('Xã Cẩm Bình')
    expect(left.getByRole('button', { name: 'Mở bản nháp' })).toBeVisible()
  })

  it('is read in, corrected beside the original and adopted; what was typed is kept until then', async () => {
    server.use(http.post(at('/programme/reading'), () => HttpResponse.json({
      name: 'NGHỊ QUYẾT', about: '', number: '', targets: [], measures: [{ name: 'a.met', label: both('Đã học tập') }],
      proposed: [{ code: 'CT-1a', title: 'Mọi cấp ủy học tập', op: 'at_least', value: 100, measures: ['a.met'], rhythm: 'year', judged: 'running', basis: 'default' }], lines: ['I. NHIỆM VỤ', 'Vận động Nhân dân; giám sát.'],
      sections: [{ id: 'I', title: 'NHIỆM VỤ', role: 'tasks', from: 1, groups: [] }], clauses: [{ id: 'I.a', text: 'Vận động Nhân dân', from: 2, to: 2 }],
    })))
    const { user } = open('/programme?part=adopt')
    await user.type(await screen.findByRole('textbox', { name: 'Hoặc dán toàn văn' }), 'I. NHIỆM VỤ')
    await user.click(screen.getByRole('button', { name: 'Đọc văn bản đã dán' }))
    const words = await screen.findByRole('textbox', { name: 'Lời văn' })
    expect(screen.getByText('Vận động Nhân dân; giám sát.')).toBeVisible()
    await user.type(words, ' tham gia')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Phải đạt' }), 'trên')
    expect(localStorage.getItem('doanket.reading')).toContain('Vận động Nhân dân tham gia')
    await user.click(screen.getByRole('button', { name: 'Thông qua để theo dõi' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('Giám sát; Phản biện')).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Thông qua để theo dõi' }))
    await waitFor(() => expect(asked).toMatchObject([{ clauses: [{ id: 'I.a', words: 'Vận động Nhân dân tham gia' }], sections: [{ id: 'I', title: 'NHIỆM VỤ' }], targets: [{ code: 'CT-1a', op: 'more_than', value: 100, measures: ['a.met'], basis: 'stated' }] }]))
    await waitFor(() => expect(localStorage.getItem('doanket.reading')).toBeNull())
  })

  it('is mapped onto kinds, and the share that is mapped grows', async () => {
    const { user } = open('/programme?part=map')
    expect((await screen.findAllByText('1/2 nội dung đã gắn với loại hồ sơ'))[0]).toBeVisible()
    await user.click(screen.getByRole('combobox', { name: 'Loại hồ sơ thực hiện nội dung này' }))
    await user.click(await screen.findByRole('option', { name: 'Cuộc giám sát: Đoàn giám sát' }))
    expect((await screen.findAllByText('2/2 nội dung đã gắn với loại hồ sơ'))[0]).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Lưu cách gắn' }))
    await waitFor(() => expect(asked).toMatchObject([{ serves: { 'inspection.mission': { always: ['III.7.a'], by: { form: { team: ['III.7.b'] } } } } }]))
  })

  it('says why a figure is missed: parts that add up, each opening what it is, and who would mend it soonest', async () => {
    const place = (id: string, name: string) => ({ id, name, kind: 'commune' })
    server.use(http.get(at('/figures/inspection.supervised/gap'), () => HttpResponse.json({
      measure: 'inspection.supervised', label: both('Đơn vị đã giám sát'), in: 'percent', kind: 'coverage', unit: place('unt_0', 'Tỉnh Hà Tĩnh'), period: '2026', short: 3, missed: true, falls: false, rest: 0, meets: true,
      figure: { value: 40, numerator: 2, denominator: 5, proven: 40, claimed: 0, approved: null, withdrawn: 0, target: { op: '>=', value: 100 }, status: 'missed', recomputing: false, as_of: '2026-11-24T01:00:00Z', stale: false },
      units: [{ unit: place('unt_1', 'Xã Thạch Hà'), short: 2, value: 0, lacks: 2 }, { unit: place('unt_2', 'Xã Cẩm Bình'), short: 1, value: 66.7, lacks: 1 }],
      causes: [{ cause: 'overdue', amount: 2, items: [{ unit: place('unt_3', 'Thôn Đông'), amount: 1 }] }, { cause: 'proof', amount: 1, items: [{ unit: place('unt_4', 'Thôn Đoài'), record: 'rec_7', title: 'Giám sát thu quỹ', amount: 1 }] }],
      nearest: [{ unit: place('unt_1', 'Xã Thạch Hà'), adds: 2, value: 80 }, { unit: place('unt_2', 'Xã Cẩm Bình'), adds: 1, value: 100 }],
    })))
    const { user } = open('/programme?part=why&measure=inspection.supervised')
    expect(await screen.findByText('Còn thiếu 3 để đạt chỉ tiêu')).toBeVisible()
    expect(screen.getAllByText('Cộng: 3')).toHaveLength(2)
    const summary = screen.getAllByText('Xem 1 mục')[1]
    if (summary) await user.click(summary)
    expect(screen.getByRole('link', { name: 'Giám sát thu quỹ' })).toHaveAttribute('href', '/record/rec_7')
    expect(screen.getByText('Đạt nhanh nhất: 2 đơn vị làm đủ')).toBeVisible()
    expect(screen.getByText('Xã Cẩm Bình: thêm 1, thành 100%')).toBeVisible()
  })

  it('holds its targets, missed ones first, units beside their like, small numbers said', async () => {
    const fig = (value: number, numerator: number, denominator: number, status: string) => ({ value, numerator, denominator, proven: value, claimed: 0, approved: null, withdrawn: 0, target: { op: '>=', value: 100 }, status, recomputing: false, as_of: '2026-11-24T01:00:00Z', stale: false })
    const tile = (measure: string, name: string, figure: unknown) => ({ measure, label: both(name), unit: 'percent', kind: 'ratio', of: 'inspection.mission', figure, split: [] })
    server.use(
      http.get(at('/unit-kinds'), () => HttpResponse.json({ items: [{ id: 'commune', label: both('Xã'), branch: 'place', sort: 0 }, { id: 'ward', label: both('Phường'), branch: 'place', sort: 1 }] })),
      http.get(at('/programme/targets'), () => HttpResponse.json({
        unit: { id: 'unt_0', name: 'Tỉnh Hà Tĩnh' }, period: '2026', as_of: '2026-11-24T01:00:00Z', periods: ['2026-Q3', '2026-Q4'], goals: [],
        targets: [tile('a.met', 'Đã học tập', fig(100, 9, 9, 'met')), tile('a.missed', 'Đã giám sát', fig(40, 4, 10, 'missed'))], trend: { 'a.met': [null, 100], 'a.missed': [20, 40] },
        rows: [{ unit: { ...units[0], has_children: true }, figures: { 'a.missed': fig(50, 4, 8, 'missed') } }, { unit: { id: 'unt_9', name: 'Phường Thành Sen', kind: 'ward' }, figures: { 'a.missed': fig(0, 0, 2, 'missed') } },
          { unit: { id: 'unt_7', name: 'Đảng ủy phường', kind: 'party_committee' }, figures: { 'a.missed': { ...fig(0, 0, 0, 'none'), value: null } } }], // keeps no such records
      })),
    )
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [{ ...kind(), owner_kinds: ['front_committee'] }] })))
    const { user } = open('/programme?part=targets')
    expect(await screen.findByText(/2 chỉ tiêu: 1 đạt, 0 gần đạt, 1 chưa đạt/)).toBeVisible()
    expect(screen.getAllByRole('heading', { level: 2 }).map((h) => h.textContent)).toEqual(['Đã giám sát', 'Đã học tập'])
    expect(screen.getByText('4/10; có minh chứng 40%, mới khai 0%.')).toBeVisible()
    expect(screen.getByText('2/2 đơn vị có số liệu')).toBeVisible()
    await user.click(screen.getByText('So 2 đơn vị cùng loại'))
    expect(await screen.findByRole('heading', { level: 3, name: 'Phường 0/2' })).toBeVisible()
    expect(screen.getByText('0% (0/2), số ít')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Vì sao chưa đạt' })).toHaveAttribute('href', expect.stringContaining('part=why'))
  })

  it('shows the targets of the resolution by their codes, each unit beside its like', async () => {
    const fig = (numerator: number, denominator: number, status: string) => ({ value: (numerator / denominator) * 100, numerator, denominator, proven: (numerator / denominator) * 100, status })
    const whole = { ...fig(4, 10, 'missed'), claimed: 0, approved: null, withdrawn: 0, target: { op: '>=', value: 100 }, recomputing: false, as_of: '2026-11-24T01:00:00Z', stale: false }
    const place = (id: string, name: string, cls: string) => ({ id, name, kind: 'commune', class: cls, has_children: true })
    const goal = { code: 'CT-1a', title: 'Cấp ủy được học tập', op: 'at_least', value: 100, measures: ['a.met'], rhythm: 'year', judged: 'at_end', basis: 'default', record: 'rec_1', set_by: { id: 'unt_8', name: 'Tỉnh ủy' }, period: '2026', status: 'missed', waits: true }
    server.use(
      http.get(at('/unit-kinds'), () => HttpResponse.json({ items: [{ id: 'commune', label: both('Xã, phường'), branch: 'place', sort: 0 }] })),
      http.get(at('/programme/targets'), () => HttpResponse.json({
        unit: { id: 'unt_0', name: 'Tỉnh Hà Tĩnh' }, period: '2026', as_of: '2026-11-24T01:00:00Z', periods: ['2026-Q4'], targets: [], rows: [], trend: { 'a.met': [40] },
        goals: [{
          ...goal, tiles: [{ measure: 'a.met', label: both('Đã học tập'), unit: 'percent', kind: 'ratio', of: 'inspection.mission', figure: whole, split: [] }],
          rows: [{ unit: place('unt_1', 'Xã Sơn Kim', 'mountain'), figures: [fig(3, 8, 'missed')], status: 'missed' }, { unit: place('unt_2', 'Phường Thành Sen', 'ward'), figures: [fig(1, 2, 'met')], status: 'met' }],
        }],
      })),
    )
    const { user } = open('/programme?part=targets')
    expect(await screen.findByRole('heading', { level: 2, name: 'CT-1a. Cấp ủy được học tập' })).toBeVisible()
    expect(screen.getByText('Chấm khi hết kỳ (Năm 2026).')).toBeVisible()
    expect(screen.getByText('Nghị quyết không ghi số; mức này do tỉnh đặt.')).toBeVisible()
    await user.click(screen.getByText('So 2 đơn vị cùng loại'))
    expect(await screen.findByRole('heading', { level: 3, name: 'Xã miền núi 3/8' })).toBeVisible()
    expect(screen.getByText('50% (1/2), số ít')).toBeVisible()
    await user.click(screen.getByText('Bảng đơn vị và chỉ tiêu'))
    const table = within(await screen.findByRole('table'))
    expect(table.getByRole('rowheader', { name: 'Phường Thành Sen' })).toBeVisible()
    expect(table.getByRole('link', { name: '37,5%' })).toHaveAttribute('href', expect.stringContaining('/figures/a.met'))
  })

  it('lists the tasks of the term, and lays them on a line of time', async () => {
    const task = { id: 'rec_9', number: 'NVNQ-1', title: 'Tổ chức học tập', state: 'doing', open: true, unit: { id: 'unt_1', name: 'Ủy ban MTTQ tỉnh' }, partners: [{ id: 'unt_2', name: 'Ban Tuyên giáo' }], from: '2026-03-01', due_on: '2026-12-31', papers: 0, named: 2, proven: 1, handed: 3, done: 1 }
    server.use(http.get(at('/programme/tasks'), () => HttpResponse.json({ unit: { id: 'unt_0', name: 'Tỉnh Hà Tĩnh' }, term: '2025-2030', items: [task], more: false })))
    const { user } = open('/programme?part=tasks')
    expect(await screen.findByRole('link', { name: 'Tổ chức học tập' })).toHaveAttribute('href', '/record/rec_9')
    expect(screen.getByText('1/3 đơn vị được giao tiếp đã xong; 1/2 hồ sơ chứng minh đã có minh chứng.')).toBeVisible()
    expect(screen.getByText('Phối hợp: Ban Tuyên giáo')).toBeVisible()
    await user.click(screen.getByRole('link', { name: 'Dòng thời gian' }))
    expect(await screen.findByRole('img', { name: 'Từ 01/03/2026 đến 31/12/2026' })).toBeVisible()
  })
})
