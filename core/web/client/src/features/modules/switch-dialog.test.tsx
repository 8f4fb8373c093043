import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Module } from '@/api/types.gen'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { conditionOf } from './status'
import { SwitchDialog } from './switch-dialog'

const module: Module = { id: 'inspection', label: { vi: 'Giám sát', en: 'Inspection' }, version: '1.0.0', versions: ['1.0.0'], enabled: true, status: 'ready', kinds: 2 }

describe('SwitchDialog', () => {
  it('says that what was written stays readable, then switches', async () => {
    let body: unknown
    server.use(http.post(at('/modules/inspection'), async ({ request }) => {
      body = await request.json()
      return HttpResponse.json([{ ...module, enabled: false }])
    }))
    const close = vi.fn()
    const { user } = show(<SwitchDialog module={module} onClose={close} />)
    expect(await screen.findByText(/vẫn xem và tải về được/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Tắt lĩnh vực Giám sát' }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    expect(body).toEqual({ enabled: false })
  })

  it('stays open and tells when the server refuses', async () => {
    server.use(http.post(at('/modules/inspection'), () => refuse(403, 'forbidden', { detail: 'Bạn chưa được phân quyền.' })))
    const close = vi.fn()
    const { user } = show(<SwitchDialog module={module} onClose={close} />)
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
