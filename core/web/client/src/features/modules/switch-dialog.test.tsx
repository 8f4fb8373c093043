import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Module } from '@/api/types.gen'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { conditionOf } from './status'
import { SwitchDialog } from './switch-dialog'

const nothing = { module: 'inspection', clauses: [], duties: [], figures: [], records: [] }
const effect = (e: object = {}) => http.get(at('/modules/inspection/effect'), () => HttpResponse.json({ ...nothing, ...e }))

const module: Module = { id: 'inspection', label: { vi: 'Giám sát', en: 'Inspection' }, version: '1.0.0', versions: ['1.0.0'], signed: false, enabled: true, status: 'ready', kinds: 2 }

describe('SwitchDialog', () => {
  it('says that what was written stays readable, then switches', async () => {
    let body: unknown
    server.use(effect(), http.post(at('/modules/inspection'), async ({ request }) => {
      body = await request.json()
      return HttpResponse.json([{ ...module, enabled: false }])
    }))
    const close = vi.fn()
    const { user } = show(<SwitchDialog module={module} want="off" onClose={close} />)
    expect(await screen.findByText(/vẫn xem và tải về được/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Tắt lĩnh vực Giám sát' }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    expect(body).toEqual({ enabled: false })
  })

  it('says what the server counts before it is done', async () => {
    server.use(effect({
      clauses: [{ id: 'II.1.a', before: 'all', after: 'none' }, { id: 'II.2.b', before: 'all', after: 'none' }],
      duties: [{ duty: 'inspection.monthly', label: { vi: 'Mỗi tháng một cuộc', en: 'One a month' }, before: 'all', after: 'none', ended: 7, owing: 0 }],
      records: [{ kind: 'inspection.visit', label: { vi: 'Cuộc giám sát', en: 'Inspection' }, kept: 3 }],
    }))
    show(<SwitchDialog module={module} want="off" onClose={vi.fn()} />)
    const list = await screen.findByRole('list', { name: 'Ở tỉnh ta hiện nay' })
    expect(list).toHaveTextContent('2 nội dung nghị quyết thành «không theo dõi»: II.1.a, II.2.b')
    expect(list).toHaveTextContent('«Mỗi tháng một cuộc» không còn phải làm; 7 việc đang mở kết thúc, không ai bị tính trễ')
    expect(list).toHaveTextContent('3 hồ sơ «Cuộc giám sát» đang làm dở được giữ nguyên, chỉ xem')
  })

  it('asks for the units of a pilot before anything else', async () => {
    server.use(effect())
    show(<SwitchDialog module={module} want="pilot" onClose={vi.fn()} />)
    expect(await screen.findByText(/Đơn vị làm thử/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Làm thử lĩnh vực Giám sát' })).toBeDisabled()
  })

  it('stays open and tells when the server refuses', async () => {
    server.use(effect(), http.post(at('/modules/inspection'), () => refuse(403, 'forbidden', { detail: 'Bạn chưa được phân quyền.' })))
    const close = vi.fn()
    const { user } = show(<SwitchDialog module={module} want="off" onClose={close} />)
    await user.click(await screen.findByRole('button', { name: 'Tắt lĩnh vực Giám sát' }))
    expect(await screen.findByText('Bạn chưa được phân quyền.')).toBeVisible()
    expect(close).not.toHaveBeenCalled()
  })
})

describe('conditionOf', () => {
  it('knows running, not answering and stopped, and admits what it does not know', () => {
    expect(conditionOf(module).tone).toBe('good')
    expect(conditionOf({ ...module, status: 'open' }).passing).toBe(true)
    expect(conditionOf({ ...module, status: 'quarantined' }).tone).toBe('bad')
    expect(conditionOf({ ...module, status: '' }).word).toBe('modules.unknown')
    expect(conditionOf({ ...module, enabled: false, status: 'quarantined' }).word).toBe('modules.off')
  })
})
