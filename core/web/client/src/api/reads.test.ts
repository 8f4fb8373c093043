import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { rec } from '@/test/samples'
import { keys } from './keys'
import { keepRecord } from './records'

describe('the answer to a write', () => {
  afterEach(() => { Reflect.deleteProperty(navigator, 'serviceWorker') })

  it('is what is read without a line afterwards: a draft only made is there after a reload', () => {
    const postMessage = vi.fn()
    Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { controller: { postMessage } } })
    const client = new QueryClient()
    const fresh = rec({ version: 4, fields: { subject: 'Mới lập' } })
    keepRecord(client, fresh)
    expect(postMessage).toHaveBeenCalledWith({ type: 'KEEP_READ', address: '/api/v1/records/rec_1', body: JSON.stringify(fresh) })
    expect(client.getQueryData(keys.record('rec_1'))).toBe(fresh)
  })
})
