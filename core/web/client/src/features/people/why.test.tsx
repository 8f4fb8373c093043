import { configure, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Person } from '@/api/types.gen'
import { show } from '@/test/render'
import { both, commune, kind } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { Why } from './why'

const person: Person = { id: 'per_9', name: 'Nguyễn Văn An', posts: [{ id: 'pst_1', role: 'front_officer', role_label: both('Chuyên viên'), unit: commune }] }

// Several answers follow each other before the screen is still.
configure({ asyncUtilTimeout: 5000 })

describe('Why', () => {
  it('asks about a step of a kind at a unit and words the answer', async () => {
    const asked: string[] = []
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
      http.get(at('/roles'), () => HttpResponse.json({ items: [{ id: 'front_officer', label: { vi: 'Chuyên viên Mặt trận' } }] })),
      http.get(at('/units/unt_1'), () => HttpResponse.json({ ...commune, children: 0 })),
      http.get(at('/why'), ({ request }) => {
        const q = new URL(request.url).searchParams
        asked.push(`${q.get('action')} ${q.get('object')}`)
        const yes = q.get('action') === 'figure:read'
        return HttpResponse.json({ allowed: yes, missing: yes ? undefined : 'not_reached', reasons: [{ post: 'pst_1', role: 'front_officer', unit: 'Xã Thạch Hà', reach: 'own', reaches: yes }] })
      }),
    )
    const { user } = show(<Why person={person} />)
    expect(await screen.findByText('Nguyễn Văn An làm được')).toBeVisible()
    await user.selectOptions(await screen.findByLabelText('Về'), 'inspection.mission')
    await user.selectOptions(screen.getByLabelText('Việc'), 'do:send')
    expect(await screen.findByText('Nguyễn Văn An không làm được')).toBeVisible()
    expect(screen.getByText('Chuyên viên Mặt trận tại Xã Thạch Hà: chỉ trong đơn vị mình')).toBeVisible()
    expect(asked).toEqual(['figure:read core.figure@unt_1', 'read inspection.mission@unt_1', 'do:send inspection.mission@unt_1'])
  })
})
