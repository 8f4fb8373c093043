import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { getCsrf } from '@/api/client'
import { me } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { SignInForm } from './sign-in-form'

const fill = async (user: ReturnType<typeof show>['user'], login = ' cb.lan ', password = 'mật khẩu dài') => {
  await user.type(await screen.findByLabelText('Tên đăng nhập'), login)
  await user.type(screen.getByLabelText('Mật khẩu'), password)
  await user.keyboard('{Enter}')
}

describe('signing in', () => {
  it('sends login and password, and hands over who it is', async () => {
    const entered = vi.fn()
    const bodies: unknown[] = []
    server.use(http.post(at('/session'), async ({ request }) => { bodies.push(await request.json()); return HttpResponse.json(me({ csrf: 'fresh' })) }))
    const { user } = show(<SignInForm onEntered={entered} />)
    await fill(user)
    await waitFor(() => expect(entered).toHaveBeenCalledOnce())
    expect(bodies).toEqual([{ login: 'cb.lan', password: 'mật khẩu dài' }])
    expect(getCsrf()).toBe('fresh')
  })
  it('asks for what is empty before it asks the server', async () => {
    const { user } = show(<SignInForm onEntered={vi.fn()} />)
    await user.click(await screen.findByRole('button', { name: 'Đăng nhập' }))
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveAccessibleDescription('Hãy nhập tên đăng nhập.')
    expect(screen.getByLabelText('Mật khẩu')).toHaveAccessibleDescription('Hãy nhập mật khẩu.')
  })
  it('does not say which of the two was wrong', async () => {
    server.use(http.post(at('/session'), () => refuse(401, 'sign_in.failed')))
    const { user } = show(<SignInForm onEntered={vi.fn()} />)
    await fill(user)
    expect(await screen.findByRole('alert')).toHaveTextContent('Tên đăng nhập hoặc mật khẩu chưa đúng')
    expect(screen.getByLabelText('Mật khẩu')).toHaveValue('mật khẩu dài')
  })
  it('asks for the second factor, says when it is wrong, and takes the right one', async () => {
    const entered = vi.fn()
    server.use(http.post(at('/session'), async ({ request }) => {
      const { otp } = (await request.json()) as { otp?: string }
      if (!otp) return refuse(401, 'sign_in.otp_required')
      return otp === '123456' ? HttpResponse.json(me()) : refuse(401, 'sign_in.otp_wrong')
    }))
    const { user } = show(<SignInForm onEntered={entered} />)
    await fill(user)
    const code = await screen.findByLabelText('Mã xác thực')
    expect(screen.queryByRole('alert')).toBeNull()
    await user.type(code, '000000{Enter}')
    await waitFor(() => expect(code).toHaveAccessibleDescription(/Mã chưa đúng/))
    await user.clear(code)
    await user.type(code, '123456{Enter}')
    await waitFor(() => expect(entered).toHaveBeenCalledOnce())
  })
  it('tells how long to wait after too many tries', async () => {
    server.use(http.post(at('/session'), () => refuse(429, 'sign_in.limited', { detail: 'Bạn đã thử quá nhiều lần. Hãy chờ 5 phút.' })))
    const { user } = show(<SignInForm onEntered={vi.fn()} />)
    await fill(user)
    expect(await screen.findByRole('alert')).toHaveTextContent('Hãy chờ 5 phút')
  })
})
