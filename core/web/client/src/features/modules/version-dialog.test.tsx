import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Module } from '@/api/types.gen'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { VersionDialog } from './version-dialog'

const module: Module = { id: 'inspection', label: { vi: 'Giám sát', en: 'Inspection' }, version: '1.1.0', versions: ['1.1.0', '1.0.0'], signed: true, enabled: true, status: 'ready', kinds: 2 }

describe('VersionDialog', () => {
  it('moves the province to the version that was chosen, and back to the newest', async () => {
    const sent: unknown[] = []
    server.use(http.post(at('/modules/inspection/version'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json([{ ...module, version: '1.0.0', held: '1.0.0' }])
    }))
    const close = vi.fn()
    const first = show(<VersionDialog module={module} onClose={close} />)
    expect(await screen.findByText(/^Đang dùng phiên bản 1.1.0/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Đổi phiên bản' })).toBeDisabled()
    await first.user.click(screen.getByRole('radio', { name: 'Giữ ở phiên bản 1.0.0' }))
    await first.user.click(screen.getByRole('button', { name: 'Đổi phiên bản' }))
    await waitFor(() => expect(close).toHaveBeenCalledTimes(1))
    first.unmount()
    const second = show(<VersionDialog module={{ ...module, version: '1.0.0', held: '1.0.0' }} onClose={close} />)
    await second.user.click(await screen.findByRole('radio', { name: 'Luôn dùng phiên bản mới nhất' }))
    await second.user.click(screen.getByRole('button', { name: 'Đổi phiên bản' }))
    await waitFor(() => expect(close).toHaveBeenCalledTimes(2))
    expect(sent).toEqual([{ version: '1.0.0' }, { version: 'newest' }])
  })

  it('stays open and tells why it may not be', async () => {
    server.use(http.post(at('/modules/inspection/version'), () => refuse(409, 'module_unit_kinds', { detail: 'Tỉnh chưa có loại đơn vị này.' })))
    const close = vi.fn()
    const { user } = show(<VersionDialog module={module} onClose={close} />)
    await user.click(await screen.findByRole('radio', { name: 'Giữ ở phiên bản 1.1.0' }))
    await user.click(screen.getByRole('button', { name: 'Đổi phiên bản' }))
    expect(await screen.findByText('Tỉnh chưa có loại đơn vị này.')).toBeVisible()
    expect(close).not.toHaveBeenCalled()
  })
})
