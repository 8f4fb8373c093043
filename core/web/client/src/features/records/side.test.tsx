import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { rec } from '@/test/samples'
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
})

describe('a deadline', () => {
  const due = (explain: { code: string; date?: string; forecast?: boolean }[]) =>
    rec({ deadlines: [{ code: 'HS-01', field: 'due_on', law: true, source: 'Quy chế', date: '2027-02-12', explain }] })

  it('counted over days off that are not announced yet is said to be a forecast', async () => {
    show(<Deadlines kind={undefined} rec={due([{ code: 'holiday', date: '2027-02-08', forecast: true }, { code: 'deadline', date: '2027-02-12', forecast: true }])} />)
    expect(await screen.findByText('12/02/2027')).toBeVisible()
    expect(screen.getByText(/Dự kiến/)).toBeVisible()
  })

  it('counted over announced days only is not', async () => {
    show(<Deadlines kind={undefined} rec={due([{ code: 'holiday', date: '2026-09-02' }, { code: 'deadline', date: '2027-02-12' }])} />)
    expect(await screen.findByText('12/02/2027')).toBeVisible()
    expect(screen.queryByText(/Dự kiến/)).toBeNull()
  })
})
