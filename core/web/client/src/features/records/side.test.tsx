import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { rec } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, server } from '@/test/server'
import { Links } from './side'

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
