import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { both, commune, kind } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'
import { LedgerPage } from './ledger-page'

vi.mock('@tanstack/react-router', async (original) => ({ ...(await original<object>()), getRouteApi: () => ({ useSearch: () => ({ source: 'voters' }), useNavigate: () => () => {} }) }))

const recommendation = kind({
  full_name: 'core.recommendation', label: both('Kiến nghị'),
  lifecycle: { initial: 'draft', transitions: [], states: [
    { id: 'draft', label: both('Nháp'), phase: 'draft' }, { id: 'sent', label: both('Đã gửi'), phase: 'active' }, { id: 'received', label: both('Đã nhận'), phase: 'active' },
    { id: 'not_competent', label: both('Không thuộc thẩm quyền'), phase: 'active' }, { id: 'forwarded', label: both('Đã chuyển'), phase: 'done' },
  ] },
})

describe('the ledger by answering body', () => {
  it('leads from every late figure to the records it counts', async () => {
    server.use(
      http.get(at('/kinds'), () => HttpResponse.json({ items: [recommendation] })),
      http.get(at('/recommendations/ledger'), () => HttpResponse.json({ items: [{ unit: commune, sent: 9, not_due: 0, on_time: 1, late: 2, silent: 3, elsewhere: 4, taken_up: 0, promised: 0 }] })),
    )
    show(<LedgerPage />)
    const asked = async (n: number) => {
      const href = new URL((await screen.findByRole('link', { name: new RegExp(`^${n} `) })).getAttribute('href') ?? '', 'http://x')
      return { state: href.searchParams.get('state'), f: JSON.parse(href.searchParams.get('f') ?? '{}') as unknown }
    }
    await waitFor(async () => expect((await asked(3)).state).toBe('sent,received'))
    expect(await asked(2)).toEqual({ state: null, f: { to_unit: 'unt_1', answer_timing: 'late', source: 'voters' } })
    expect(await asked(3)).toEqual({ state: 'sent,received', f: { to_unit: 'unt_1', issued: 'true', answer_timing: '-', due_on: '..2026-11-23', source: 'voters' } }) // today is the 24th
    expect(await asked(4)).toEqual({ state: 'not_competent,forwarded', f: { to_unit: 'unt_1', issued: 'true', answer_timing: '-', source: 'voters' } })
  })
})
