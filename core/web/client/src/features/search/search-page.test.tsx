import { cleanup, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { open } from '@/test/open'
import { kind, me } from '@/test/samples'
import { at, http, HttpResponse, server } from '@/test/server'

const nothing = { records: [], documents: [], units: [], kinds: [] }
let asked: string[]

beforeEach(() => {
  asked = []
  server.use(
    http.get(at('/me'), () => HttpResponse.json(me())),
    http.get(at('/kinds'), () => HttpResponse.json({ items: [kind()] })),
    http.get(at('/today'), () => HttpResponse.json({ items: [], counts: {} })),
    http.get(at('/duties/today'), () => HttpResponse.json({ items: [] })),
    http.get(at('/notices'), () => HttpResponse.json({ items: [], unread: 0 })),
    http.get(at('/search'), ({ request }) => {
      const q = new URL(request.url).searchParams.get('q') ?? ''
      asked.push(q)
      if (q !== 'chợ <b>') return HttpResponse.json(nothing)
      return HttpResponse.json({
        ...nothing,
        records: [{ id: 'rec_1', kind: 'inspection.mission', state: 'draft', title: [{ text: 'Giám sát ' }, { text: 'chợ', hit: true }], unit: { id: 'unt_1', name: 'Xã Thạch Hà' } }],
        documents: [{ id: 'doc_1', name: 'a.pdf', title: [{ text: 'Biên bản' }], number: '12/BB-MTTQ', passage: [{ text: '… quy chế ' }, { text: 'chợ <b>đậm</b>', hit: true }], record: { id: 'rec_2', kind: 'inspection.mission', title: 'Cuộc hai', unit: { id: 'unt_1', name: 'Xã Thạch Hà' } } }],
      })
    }),
  )
})

describe('the search over everything', () => {
  it('shows what was found by sort, with what was asked for marked and no markup read', async () => {
    const { user } = open('/search')
    const box = await screen.findByRole('searchbox', { name: 'Từ cần tìm' })
    await user.type(box, 'chợ <b>')
    const records = await screen.findByRole('region', { name: 'Hồ sơ' })
    expect(within(records).getByRole('link', { name: 'Giám sát chợ' })).toHaveAttribute('href', '/record/rec_1')
    const papers = screen.getByRole('region', { name: 'Văn bản, tài liệu' })
    expect(within(papers).getByText('chợ <b>đậm</b>').tagName).toBe('MARK')
    expect(within(papers).getByRole('link', { name: 'Cuộc hai' })).toHaveAttribute('href', '/record/rec_2')
    await user.keyboard('{ArrowDown}')
    expect(within(records).getByRole('link')).toHaveFocus()
    await user.keyboard('{ArrowDown}')
    expect(within(papers).getByRole('link', { name: 'Biên bản' })).toHaveFocus()
  })

  it('is one key away, and says when there is nothing', async () => {
    const { user, router } = open('/search?q=xyz')
    expect(await screen.findByText('Không tìm thấy «xyz»')).toBeVisible()
    expect(asked).toEqual(['xyz'])
    await router.navigate({ to: '/duties' } as never)
    await screen.findByRole('heading', { level: 1, name: /nghĩa vụ|Nhiệm vụ|định kỳ/i })
    await user.keyboard('/')
    expect(await screen.findByRole('searchbox', { name: 'Từ cần tìm' })).toHaveFocus()
  })

  it('finds help by the words of a hint, with or without accents, and leads to where it is met', async () => {
    const stamped = kind({ fields: [{ id: 1, name: 'got_on', type: 'date', label: { vi: 'Ngày nhận', en: 'Got on' }, hint: { vi: 'Ghi theo dấu đến trên văn bản', en: 'As the stamp says' } }] })
    server.use(
      http.get(at('/me'), () => HttpResponse.json(me({ help: [{ vi: 'Mở «Hôm nay» trước tiên', en: 'Begin with Today' }] }))),
      http.get(at('/kinds'), () => HttpResponse.json({ items: [stamped] })),
    )
    const { user } = open('/search?q=dau den')
    const help = await screen.findByRole('region', { name: 'Hướng dẫn' })
    expect(within(help).getByText('Ghi theo dấu đến trên văn bản')).toBeVisible()
    expect(within(help).getByRole('link', { name: 'Cuộc giám sát: Ngày nhận' })).toHaveAttribute('href', '/records/inspection.mission')
    const box = screen.getByRole('searchbox', { name: 'Từ cần tìm' })
    await user.clear(box)
    await user.type(box, 'truoc tien')
    expect(await screen.findByText('Mở «Hôm nay» trước tiên')).toBeVisible()
    expect(screen.queryByText('Ghi theo dấu đến trên văn bản')).toBeNull()
  })

  it('finds people and the screens of the province for who administers them, and for nobody else', async () => {
    const looked: (string | null)[] = []
    server.use(http.get(at('/people'), ({ request }) => {
      looked.push(new URL(request.url).searchParams.get('q'))
      return HttpResponse.json({ items: [{ id: 'per_9', login: 'cb.lan', name: 'Trần Thị Lan', posts: [{ id: 'pst_9', role: 'r', role_label: { vi: 'Cán bộ', en: 'Officer' }, unit: { id: 'unt_1', name: 'Xã Thạch Hà' } }] }] })
    }))
    open('/search?q=thiet lap')
    expect(await screen.findByText('Không tìm thấy «thiet lap»')).toBeVisible()
    expect(looked).toEqual([])
    cleanup()
    server.use(http.get(at('/me'), () => HttpResponse.json(me({ can: ['admin:people', 'admin:settings'] }))))
    open('/search?q=thiet lap')
    const people = await screen.findByRole('region', { name: 'Người dùng' })
    expect(within(people).getByRole('link', { name: 'Trần Thị Lan' })).toHaveAttribute('href', '/people?person=per_9')
    expect(within(people).getByText('Xã Thạch Hà')).toBeVisible()
    expect(within(screen.getByRole('region', { name: 'Màn hình' })).getByRole('link', { name: 'Thiết lập của tỉnh' })).toHaveAttribute('href', '/settings')
    expect(looked).toEqual(['thiet lap'])
  })
})
