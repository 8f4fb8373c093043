import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { RecordPage } from '@/api/types.gen'
import { show } from '@/test/render'
import { rec } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { Comments } from './talk'

const commune = { id: 'unt_1', name: 'Ủy ban MTTQ xã Cẩm Bình' }
const own: RecordPage['audiences'][number] = { name: 'own', units: [commune], more: 0 }
const both: RecordPage['audiences'][number] = { name: 'both', units: [commune, { id: 'unt_2', name: 'UBND xã Cẩm Bình' }], more: 3 }

describe('a remark', () => {
  it('on a record that was sent goes to whom its writer chose, who sees beforehand who that is', async () => {
    let sent: unknown
    server.use(
      http.get(at('/records/:id/comments'), () => HttpResponse.json({ items: [] })),
      http.post(at('/records/:id/comments'), async ({ request }) => {
        sent = await request.json()
        return HttpResponse.json({ id: 'cmt_1', at: '2026-11-24T01:00:00Z', by: { id: 'per_1', name: 'Lan' }, text: 'x', audience: 'both' }, { status: 201 })
      }),
    )
    const { user } = show(<Comments rec={rec({ can: ['comment'], audiences: [own, both] })} />)
    expect(await screen.findByText('Người đọc được: Ủy ban MTTQ xã Cẩm Bình và cấp trên được quyền xem hồ sơ.')).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'Cả hai bên' }))
    expect(screen.getByText('Người đọc được: Ủy ban MTTQ xã Cẩm Bình, UBND xã Cẩm Bình, 3 đơn vị khác và cấp trên được quyền xem hồ sơ.')).toBeVisible()
    await user.type(screen.getByRole('textbox', { name: 'Ý kiến của bạn' }), 'Mời họp')
    await user.click(screen.getByRole('button', { name: 'Gửi ý kiến' }))
    await waitFor(() => expect(sent).toEqual({ text: 'Mời họp', audience: 'both' }))
  })

  it('on a record that was not sent has one audience, which is said without a choice', async () => {
    server.use(http.get(at('/records/:id/comments'), () => HttpResponse.json({ items: [] })))
    show(<Comments rec={rec({ can: ['comment'], audiences: [own] })} />)
    expect(await screen.findByText(/Người đọc được: Ủy ban MTTQ xã Cẩm Bình và cấp trên/)).toBeVisible()
    expect(screen.queryByRole('radio')).toBeNull()
  })
})
