import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { goOn } from '@/api/sendings'
import type { Document } from '@/api/types.gen'
import { both, kind, rec } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, server } from '@/test/server'
import { EvidenceTray } from './evidence-tray'

// The wire itself is upload.ts's; here it is a line the test pulls at.
const { line } = vi.hoisted(() => ({ line: { input: null as null | import('@/api/upload').SendInput, start: vi.fn(), pause: vi.fn(), stop: vi.fn() } }))
vi.mock('@/api/upload', () => ({
  send: (input: import('@/api/upload').SendInput) => {
    line.input = input
    return line
  },
}))
vi.mock('@/api/outbox', () => ({ keepFile: () => Promise.resolve(true), dropFile: () => Promise.resolve(), waitingOf: () => Promise.resolve([]) }))

const doc = (more: Partial<Document> = {}): Document => ({ id: 'doc_1', name: 'bien-ban.pdf', size: 2048, mime: 'application/pdf', sha256: 'ab'.repeat(32), version: 1, sound: true, created_at: '2026-11-24T01:00:00Z', created_by: { id: 'per_1', name: 'Trần Thị Lan' }, scan: 'not_scanned', ...more })
const paper = new File(['x'.repeat(100)], 'biên bản.pdf', { type: 'application/pdf' })
const slot = rec().slots[0]
const withDocs = (docs: Document[], more = {}) => rec({ slots: slot ? [{ ...slot, have: docs.length, documents: docs, ...more }] : [] })

const choose = async () => {
  const input = await screen.findByLabelText('Chọn tệp cho mục Biên bản giám sát')
  fireEvent.change(input, { target: { files: [paper] } })
  await screen.findByRole('article', { name: 'biên bản.pdf' })
}
const input = () => line.input as NonNullable<typeof line.input>

const arrived = vi.fn()
let end: () => void = () => undefined
beforeEach(() => {
  line.input = null
  vi.clearAllMocks()
  end = goOn('per_1', arrived)
})
afterEach(() => act(() => end()))

describe('an empty slot', () => {
  it('says what it takes, offers camera and file, and tells when a step needs it', async () => {
    show(<EvidenceTray kind={kind()} rec={rec({ transitions: [{ name: 'send', label: both('Gửi'), to: 'sent', allowed: true, reason: false, fields: [], missing: [{ slot: 'minutes', code: 'slot_missing', detail: '' }] }] })} />)
    expect(await screen.findByText('Còn thiếu')).toBeVisible()
    expect(screen.getByText(/PDF, JPG, mỗi tệp không quá 20 MB/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Chụp ảnh cho mục Biên bản giám sát' })).toBeEnabled()
  })
  it('offers nothing to a reader who may not attach, nor when it is full', async () => {
    show(<EvidenceTray kind={kind()} rec={rec({ open: { fields: [], slots: [] } })} />)
    expect(await screen.findByText('Chưa có tệp')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Chọn tệp/ })).toBeNull()
  })
  it('offers no more than fit', async () => {
    show(<EvidenceTray kind={kind()} rec={withDocs([doc()], { max: 1 })} />)
    expect(await screen.findByText('Đã có 1 tệp')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Chọn tệp/ })).toBeNull()
  })
})

describe('a file on its way', () => {
  it('is prepared, sent with its share told, and paused and resumed', async () => {
    const { user } = show(<EvidenceTray kind={kind()} rec={rec()} />)
    await choose()
    expect(screen.getByText('Đang chuẩn bị tệp…')).toBeVisible()
    act(() => input().onProgress(25, 100))
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    expect(screen.getByText('Đang gửi 25%')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Tạm dừng' }))
    expect(line.pause).toHaveBeenCalledOnce()
    expect(screen.getByText('Đang tạm dừng ở 25%')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Gửi tiếp' }))
    expect(line.start).toHaveBeenCalledTimes(2)
  })
  it('waits for a line by itself and goes on when it is back', async () => {
    show(<EvidenceTray kind={kind()} rec={rec()} />)
    await choose()
    act(() => { input().onProgress(40, 100); input().onWaiting?.() })
    expect(screen.getByText('Mất mạng ở 40%, sẽ tự gửi tiếp')).toBeVisible()
    act(() => { window.dispatchEvent(new Event('online')) })
    expect(line.start).toHaveBeenCalledTimes(2)
  })
  it('is refused with the reason, and only to be dropped', async () => {
    const { user } = show(<EvidenceTray kind={kind()} rec={rec()} />)
    await choose()
    act(() => input().onError(new Problem({ status: 422, code: 'type_mismatch', detail: 'Tệp không phải là PDF.' })))
    expect(screen.getByRole('alert')).toHaveTextContent('Tệp không phải là PDF.')
    expect(screen.queryByRole('button', { name: 'Gửi tiếp' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Bỏ các tệp này' }))
    expect(screen.queryByRole('article')).toBeNull()
  })
  it('is offered again after a failure that may pass', async () => {
    show(<EvidenceTray kind={kind()} rec={rec()} />)
    await choose()
    act(() => { input().onProgress(60, 100); input().onError(new Problem({ status: 0, code: 'offline' })) })
    expect(screen.getByText(/Bị ngắt ở 60%/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Gửi tiếp' })).toBeVisible()
  })
})

describe('many files at once', () => {
  const photos = Array.from({ length: 200 }, (_, i) => new File(['x'], `ảnh ${i + 1}.jfif`))
  it('are sent a few at a time, and those that do not fit are one card with count and reason', async () => {
    show(<EvidenceTray kind={kind()} rec={withDocs([], { max: 20, types: ['jpg'] })} />)
    const box = await screen.findByLabelText('Chọn tệp cho mục Biên bản giám sát')
    expect(box).toHaveAttribute('accept', '.jpg,.jpeg,.jfif,.jpe')
    fireEvent.change(box, { target: { files: [...photos, new File(['x'], 'ghi chú.txt')] } })
    expect(screen.getAllByRole('progressbar')).toHaveLength(20)
    expect(line.start).toHaveBeenCalledTimes(3)
    const full = within(screen.getByRole('article', { name: '180 tệp không được nhận' }))
    expect(full.getByRole('alert')).toHaveTextContent('Mục này chỉ nhận tối đa 20 tệp.')
    expect(within(screen.getByRole('article', { name: '1 tệp không được nhận' })).getByRole('alert')).toHaveTextContent('Mục này chỉ nhận tệp JPG.')
  })
  it('go on when the page is left', async () => {
    const { unmount } = show(<EvidenceTray kind={kind()} rec={rec()} />)
    await choose()
    unmount()
    expect(line.pause).not.toHaveBeenCalled()
    act(() => input().onDone(doc()))
    expect(arrived).toHaveBeenCalledWith('rec_1', 'biên bản.pdf', 'bien-ban.pdf')
  })
})

describe('a file that is there', () => {
  it('shows its fingerprint, and says loudly when it is broken', async () => {
    show(<EvidenceTray kind={kind()} rec={withDocs([doc({ sound: false })])} />)
    expect(await screen.findByText('abababab…ababab')).toBeVisible()
    expect(screen.getByText(/không còn khớp với mã đã ghi/)).toBeVisible()
  })
  it('is taken off only after a question', async () => {
    const removed = vi.fn()
    server.use(http.delete(at('/records/rec_1/documents/doc_1'), () => { removed(); return new HttpResponse(null, { status: 204 }) }))
    const { user } = show(<EvidenceTray kind={kind()} rec={withDocs([doc()])} />)
    await user.click(await screen.findByRole('button', { name: 'Gỡ tệp bien-ban.pdf' }))
    expect(removed).not.toHaveBeenCalled()
    await user.click(await screen.findByRole('button', { name: 'Gỡ tệp' }))
    await waitFor(() => expect(removed).toHaveBeenCalledOnce())
  })
})
