import { describe, expect, it } from 'vitest'
import { readWhen, writeWhen } from './rung'

describe('when a reminder is said', () => {
  it.each(['due', 'due-3', 'due-1wd', 'due+5wd', 'due+1', 'due-30%', 'start+3wd', 'start+2', '05-15'])('%s is read and written alike', (at) => {
    const when = readWhen(at)
    expect(when && writeWhen(when)).toBe(at)
  })
  it('is not written while it is not whole', () => {
    expect(writeWhen({ moment: 'before', n: 0, workdays: false, day: '' })).toBeUndefined()
    expect(writeWhen({ moment: 'yearly', n: 0, workdays: false, day: '15' })).toBeUndefined()
    expect(readWhen('next week')).toBeUndefined()
  })
})
