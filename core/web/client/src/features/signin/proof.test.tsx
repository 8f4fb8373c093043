import { screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { Proof } from './proof'

it('asks again until the password is right, and takes a code instead', async () => {
  const sent: unknown[] = []
  server.use(http.post(at('/me/proof'), async ({ request }) => {
    const body = (await request.json()) as { password?: string; otp?: string }
    sent.push(body)
    if (body.otp === '123456') return new HttpResponse(null, { status: 204 })
    return refuse(422, 'invalid', { errors: [{ field: 'password', code: 'sign_in.failed', detail: '' }] })
  }))
  const done = vi.fn()
  const { user } = show(<Proof onDone={done} />)
  await user.type(await screen.findByLabelText('Mật khẩu'), 'sai')
  await user.click(screen.getByRole('button', { name: 'Tiếp tục' }))
  await waitFor(() => expect(screen.getByLabelText('Mật khẩu')).toHaveAccessibleDescription('Mật khẩu đang dùng chưa đúng.'))
  expect(done).not.toHaveBeenCalled()
  await user.click(screen.getByRole('button', { name: 'Dùng mã xác thực trên điện thoại' }))
  await user.type(screen.getByLabelText('Mã xác thực'), '123456')
  await user.click(screen.getByRole('button', { name: 'Tiếp tục' }))
  await waitFor(() => expect(done).toHaveBeenCalledWith(true))
  expect(sent).toEqual([{ password: 'sai' }, { otp: '123456' }])
})
