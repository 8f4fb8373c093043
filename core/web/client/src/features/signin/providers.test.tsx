import { screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { Providers } from './providers'

it('leaves for the provider that is chosen', async () => {
  const assign = vi.fn()
  vi.stubGlobal('location', { ...window.location, assign })
  server.use(
    http.get(at('/session/providers'), () => HttpResponse.json({ items: [{ id: 'tinh', label: { vi: 'Cổng của tỉnh', en: 'Portal' } }, { id: 'khac', label: { vi: 'Cổng khác', en: 'Other' } }] })),
    http.post(at('/session/providers/khac'), () => HttpResponse.json({ url: 'https://khac.example/authorize?x=1' })),
    http.post(at('/session/providers/tinh'), () => refuse(503, 'oidc.unavailable', { detail: 'Hệ thống đăng nhập chung chưa trả lời.' })),
  )
  const { user } = show(<Providers />)
  await user.click(await screen.findByRole('button', { name: 'Đăng nhập bằng Cổng của tỉnh' }))
  expect(await screen.findByText(/chưa trả lời/)).toBeVisible()
  expect(assign).not.toHaveBeenCalled()
  await user.click(screen.getByRole('button', { name: 'Đăng nhập bằng Cổng khác' }))
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://khac.example/authorize?x=1'))
  vi.unstubAllGlobals()
})
