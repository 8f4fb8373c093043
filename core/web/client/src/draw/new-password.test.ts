import { describe, expect, it } from 'vitest'
import { weakness } from './new-password'

describe('a new password', () => {
  it.each([['ngắn', 'ngắn', 'password'], ['đủ dài rồi nhé', 'khác đi rồi nhé', 'again'], ['123456789', '123456789', 'password']])('%s / %s is refused at %s', (a, b, field) => expect(weakness(a, b)?.field).toBe(field))
  it('counts letters, not bytes', () => {
    expect(weakness('ỡỡỡỡỡỡỡỡỡ', 'ỡỡỡỡỡỡỡỡỡ')?.field).toBe('password')
    expect(weakness('ỡỡỡỡỡỡỡỡỡỡ', 'ỡỡỡỡỡỡỡỡỡỡ')).toBeNull()
  })
})
