import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { AuditLine } from '@/api/types.gen'
import { open } from '@/test/open'
import { both, kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const visit = kind({
  full_name: 'demo.visit', label: both('Chuyến thăm'),
  lifecycle: { initial: 'draft', states: [], transitions: [{ name: 'approve', from: ['draft'], to: 'done', roles: [], label: both('Phê duyệt') }] },
})
const lan = { id: 'per_1', login: 'lan', name: 'Trần Thị Lan' }
const line = (l: Partial<AuditLine>): AuditLine => ({ id: `aud_${Math.random()}`, seq: 1, at: '2026-11-24T02:00:00Z', by: lan, action: 'sign_in', object: 'per_1', ...l })
const lines: AuditLine[] = [
  line({ kind: 'person', of: 'Trần Thị Lan', detail: { ip: '10.0.0.7', new_device: true } }),
  line({ action: 'sign_in.failed', kind: 'person', by: { id: '', login: '', name: '' }, of: 'Trần Thị Lan', detail: { code: 'bad_password' } }),
  line({ action: 'post.grant', kind: 'person', object: 'per_2', of: 'Lê Văn Bình', unit: 'unt_1', place: 'Xã Cẩm Bình', reason: 'Quyết định 12/QĐ', detail: { role: 'front_officer' } }),
  line({ action: 'record.approve', kind: 'demo.visit', object: 'rec_1', place: 'Xã Cẩm Bình' }),
  line({ action: 'record.export', kind: 'demo.visit', object: 'demo.visit', detail: { rows: 1200 } }),
  line({ action: 'document.read', kind: 'document', object: 'doc_1' }),
  line({ action: 'tenant.apply', kind: 'province', object: 'ha-tinh', by: { id: '', login: 'cli', name: 'cli' } }),
  line({ action: 'what.nobody.knows', object: 'x_1' }),
]

function log(can = ['audit:read', 'admin:people']) {
  const asked: string[] = []
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me({ can }))),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [visit] })),
    http.get(at('/roles'), () => HttpResponse.json({ items: [{ id: 'front_officer', label: both('Cán bộ Mặt trận'), permissions: [] }] })),
    http.get(at('/people'), () => HttpResponse.json({ items: [], next: '' })),
    http.get(at('/units'), () => HttpResponse.json({ items: [], next: '' })),
    http.get(at('/audit'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json({ items: new URL(request.url).searchParams.get('cursor') ? [line({ action: 'sign_out' })] : lines, next: asked.length === 1 ? 'aud_9' : '' })
    }),
  )
  return asked
}

describe('the log', () => {
  it('says who did what to whom, where and why, in words alone', async () => {
    log()
    open('/log')
    const list = await screen.findByRole('list', { name: 'Nhật ký' })
    const said = within(list).getAllByRole('listitem').map((li) => li.textContent)
    await within(list).findByText('Nhiệm vụ: Cán bộ Mặt trận')
    expect(said[0]).toMatch(/^Đăng nhậpTrần Thị Lan.*Máy chưa từng dùngĐịa chỉ mạng: 10\.0\.0\.7$/)
    expect(said[1]).toMatch(/^Đăng nhập không thành côngNgười chưa đăng nhập.*Đối với: Trần Thị Lan$/)
    expect(said[2]).toMatch(/^Giao nhiệm vụTrần Thị Lan.*Đối với: Lê Văn Bình.*Xã Cẩm BìnhLý do, căn cứ: Quyết định 12\/QĐ$/)
    expect(said[3]).toMatch(/^Phê duyệt: Chuyến thăm.*Xã Cẩm BìnhMở hồ sơ$/)
    expect(said[4]).toMatch(/^Xuất danh sách ra tệp: Chuyến thăm.*1\.200 dòng$/)
    expect(said[5]).toMatch(/^Mở văn bản.*Mở văn bản$/)
    expect(said[6]).toMatch(/^Áp dụng bộ thiết lập của tỉnhĐơn vị vận hành/)
    expect(said[7]).toMatch(/^Việc khác trên hệ thống/)
    expect(within(list).getByRole('link', { name: 'Mở hồ sơ' })).toHaveAttribute('href', '/record/rec_1')
    expect(list.textContent).not.toMatch(/what\.nobody|per_|rec_|front_officer|bad_password|ha-tinh|[{}]/)
  })

  it('is narrowed by act, and shows what is older when asked', async () => {
    const asked = log()
    const { user } = open('/log')
    const first = async (text: string) => within(await screen.findByRole('list', { name: 'Nhật ký' })).findByText(text)
    await user.click(await screen.findByRole('button', { name: 'Xem các dòng cũ hơn' }))
    expect(await first('Đăng xuất')).toBeInTheDocument()
    await user.selectOptions(screen.getByLabelText('Việc'), 'Giao nhiệm vụ')
    await first('Đăng nhập không thành công')
    await waitFor(() => expect(asked.at(-1)).toContain('action=post.grant'))
    expect(asked.some((a) => a.includes('cursor=aud_9'))).toBe(true)
  })

  it('is kept from who may not read it', async () => {
    const asked = log([])
    open('/log')
    expect(await screen.findByText('Bạn không được xem nhật ký của tỉnh.')).toBeInTheDocument()
    expect(asked).toEqual([])
  })
})
