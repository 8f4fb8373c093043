import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Source as SourceData } from '@/api/types.gen'
import { kind } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, server } from '@/test/server'
import { Source } from './source'

const rec = (more: Partial<SourceData> = {}): SourceData => ({
  id: 'rec_1', kind: 'inspection.mission', title: 'Giám sát thu quỹ', number: 'GS-18685-MT-2026-0001', state: 'sent', unit: { id: 'unt_1', name: 'Xã Thạch Hà', kind: 'commune', has_children: false },
  numerator: 1, denominator: 1, proven: true, approved: false, withdrawn: false, outside: false,
  documents: [{ id: 'doc_1', name: 'Biên bản.pdf', version: 1, sha256: 'ab'.repeat(32), sound: true, slot: 'minutes' }, { id: 'doc_2', name: 'Phụ lục.pdf', version: 2, sha256: 'cd'.repeat(32), sound: false, slot: '' }],
  ...more,
})

describe('Source', () => {
  it('leads to the record and to each paper, and says which proof is broken', async () => {
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })))
    show(<ul><Source rec={rec()} of="count" /></ul>)
    expect(await screen.findByRole('link', { name: 'Giám sát thu quỹ' })).toHaveAttribute('href', '/record/rec_1')
    expect(screen.getByRole('link', { name: 'Biên bản.pdf' })).toHaveAttribute('href', '/documents/doc_1')
    expect(screen.getByText('Còn nguyên vẹn')).toBeVisible()
    expect(screen.getByText('Minh chứng bị hỏng')).toBeVisible()
    expect(screen.getByText('Tính vào số này: 1')).toBeVisible()
    expect(await screen.findByText('Biên bản giám sát')).toBeVisible()
  })

  it('says nothing of proof where the figure asks for none', async () => {
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })))
    show(<ul><Source rec={rec({ proven: false, documents: [] })} of="count" plain /></ul>)
    expect(await screen.findByText('Tính vào số này: 1')).toBeVisible()
    expect(screen.queryByText('Chưa có minh chứng')).toBeNull()
  })

  it('says when a record only claims', async () => {
    server.use(http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })))
    show(<ul><Source rec={rec({ proven: false, documents: [] })} of="ratio" /></ul>)
    expect(await screen.findByText('Chưa có minh chứng')).toBeVisible()
    expect(screen.getByText('Tính vào số này: 1/1')).toBeVisible()
  })
})
