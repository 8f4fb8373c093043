import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Clock } from '@/api/types.gen'
import { both, kind, rec } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, server } from '@/test/server'
import { Deadlines, Links } from './side'

const session = (id: string, rel: string, unit: string) => ({ rel, id, kind: 'learning.study_session', title: 'Nghị quyết Đại hội', number: '', state: 'assigned', unit: { id: `unt_${id}`, name: unit }, inbound: true })

describe('related records', () => {
  it('stand once however many ties they have, and are told apart by their unit', async () => {
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [] })))
    show(<Links rec={rec({ links: [session('a', 'plan', 'Chi bộ thôn 1'), session('a', 'origin', 'Chi bộ thôn 1'), session('b', 'plan', 'Chi bộ thôn 2')] })} />)
    expect(await screen.findAllByRole('link', { name: 'Nghị quyết Đại hội' })).toHaveLength(2)
    expect(screen.getByText(/Chi bộ thôn 1/)).toBeVisible()
    expect(screen.getByText(/Chi bộ thôn 2/)).toBeVisible()
  })

  it('of a kind the reader does not work with are records, not a name of the program', async () => {
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [] })))
    show(<Links rec={rec({ links: [session('a', 'plan', 'Chi bộ thôn 1')] })} />)
    expect(await screen.findByText('Hồ sơ · Chi bộ thôn 1')).toBeVisible()
    expect(screen.getByRole('list').textContent).not.toMatch(/learning|study_session/)
  })

  it('are called what each side calls them', async () => {
    const paper = kind({ links: [{ name: 'continues', label: both('Tiếp theo'), back: both('Được tiếp nối bởi'), to: ['inspection.mission'] }] })
    paper.fields.push({ id: 9, name: 'about', type: 'refs', label: both('Về'), back: both('Được nhắc trong'), to: 'inspection.mission' })
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [paper] })))
    const tie = (id: string, rel: string, inbound: boolean) => ({ ...session(id, rel, 'Xã'), kind: 'inspection.mission', inbound })
    show(<Links rec={rec({ links: [tie('a', 'continues', false), tie('b', 'continues', true), tie('c', 'about', false), tie('d', 'about', true)] })} />)
    for (const said of ['Tiếp theo', 'Được tiếp nối bởi', 'Về', 'Được nhắc trong']) expect(await screen.findByText(said)).toBeVisible()
  })
})

const clock = (over: Partial<Clock>): Clock => ({
  code: 'HS-01', field: 'due_on', state: 'running', start: null, due: '2027-02-12', met_on: null, days: 5, party: [], law: true, source: 'Quy chế', to_confirm: false, ...over,
})

describe('a deadline', () => {
  it('counted over days off that are not announced yet is said to be a forecast', async () => {
    show(<Deadlines kind={undefined} rec={rec({ deadlines: [clock({ explain: [{ code: 'holiday', date: '2027-02-08', forecast: true }] })] })} />)
    expect(await screen.findByText(/Hạn 12\/02\/2027 · Theo Quy chế/)).toBeVisible()
    expect(screen.getByText(/Dự kiến/)).toBeVisible()
  })

  it('counted over announced days only is not', async () => {
    show(<Deadlines kind={undefined} rec={rec({ deadlines: [clock({ explain: [{ code: 'holiday', date: '2026-09-02' }] })] })} />)
    expect(await screen.findByText(/Hạn 12\/02\/2027 · Theo Quy chế/)).toBeVisible()
    expect(screen.queryByText(/Dự kiến/)).toBeNull()
  })

  it('that was met late says so and counts no days down', async () => {
    show(<Deadlines kind={undefined} rec={rec({ deadlines: [clock({ state: 'met_late', met_on: '2027-02-20', days: 8, party: [{ id: 'unt_1', name: 'UBND xã Cẩm Bình' }] })] })} />)
    expect(await screen.findByText(/Đã thực hiện ngày 20\/02\/2027, chậm 8 ngày · UBND xã Cẩm Bình/)).toBeVisible()
    expect(screen.queryByText(/Còn/)).toBeNull()
  })

  it('of the law and one of the province look different when passed', async () => {
    show(<Deadlines kind={undefined} rec={rec({ deadlines: [clock({ state: 'overdue', days: 3 }), clock({ code: 'HS-02', state: 'overdue', law: false, days: 4 })] })} />)
    expect(await screen.findByText(/Quá hạn theo luật 3 ngày/)).toBeVisible()
    expect(screen.getByText(/Chậm theo quy định nội bộ 4 ngày/)).toBeVisible()
  })

  it('whose law is to be checked never says late', async () => {
    show(<Deadlines kind={undefined} rec={rec({ deadlines: [clock({ to_confirm: true, days: 0 })] })} />)
    expect(await screen.findByText(/Hạn 12\/02\/2027 · cần đối chiếu văn bản/)).toBeVisible()
  })
})
