import { expect, test } from 'vitest'
import { makeQueryClient, whenActIsRemarked } from './query-client'

test('what advisory rules say of an act that succeeded is passed on', async () => {
  const said: string[] = []
  whenActIsRemarked((sentence) => said.push(sentence))
  const client = makeQueryClient()
  const act = (answer: unknown) => client.getMutationCache().build(client, { mutationFn: async () => answer }).execute(undefined)
  await act({ id: 'rec_1', warnings: [{ code: 'held_late', detail: 'Tổ chức muộn hơn hạn' }] })
  await act({ id: 'rec_1' })
  await act(undefined)
  expect(said).toEqual(['Tổ chức muộn hơn hạn'])
})
