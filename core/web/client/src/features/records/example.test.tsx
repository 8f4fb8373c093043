import { cleanup, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { markFiled } from '@/api/filed'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const own = kind({ example: { subject: 'Giám sát chi trả chế độ', form: 'team', held_on: '2026-05-12', points: [{ text: 'Chi đúng hạn' }] } })
const asked: string[] = []
const serve = () => server.use(
  http.get(at('/me'), () => HttpResponse.json(me())),
  http.get(at('/kinds'), () => HttpResponse.json({ items: [own] })),
  http.get(at('/notices'), () => HttpResponse.json({ items: [], next: '', unread: 0 })),
  http.get(at('/duties/today'), () => HttpResponse.json({ items: [], total: 0, missed: 0, below: [] })),
  http.get(at('/today'), () => HttpResponse.json({ overdue: [], due: [], returned: [], waiting: [], others: [], drafts: [], totals: { overdue: 0, due: 0, returned: 0, waiting: 0, others: 0, drafts: 0, more: false }, as_of: '2026-11-24T00:42:00Z' })),
  http.all(at('/records/*'), ({ request }) => { asked.push(request.method + request.url); return HttpResponse.json({ items: [], next: '' }) }),
)

describe('an example of a record', () => {
  it('is drawn as a record is, says what it is, and is asked of no server and sent to none', async () => {
    serve()
    open('/records/inspection.mission/example')
    expect(await screen.findByRole('heading', { level: 1, name: 'Giám sát chi trả chế độ' })).toBeVisible()
    const main = within(screen.getByRole('main'))
    expect(main.getByText('Ví dụ: Cuộc giám sát')).toBeVisible()
    expect(main.getByText(/Hệ thống không lưu ví dụ này và không tính nó vào số liệu nào/)).toBeVisible()
    expect(main.getByText('12/05/2026')).toBeVisible()
    expect(main.getByText('Đoàn giám sát')).toBeVisible()
    expect(main.getByText('sau khi: Gửi lãnh đạo duyệt')).toBeVisible()
    expect(main.queryAllByRole('textbox')).toHaveLength(0)
    expect(main.queryAllByRole('button')).toHaveLength(0)
    expect(asked).toEqual([])
  })

  it('is a tap from Hôm nay until something was handed in', async () => {
    serve()
    open()
    expect(await screen.findByRole('link', { name: 'Xem một ví dụ: cuộc giám sát' })).toHaveAttribute('href', '/records/inspection.mission/example')
    cleanup()
    markFiled('per_1')
    open()
    expect(await screen.findByText('Hôm nay không có việc nào chờ bạn')).toBeVisible()
    expect(screen.queryByRole('link', { name: /Xem một ví dụ/ })).toBeNull()
  })
})
