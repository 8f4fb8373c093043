import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { recordQuery } from '@/api/records'
import { readKept, writeKept } from '@/api/kept'
import type { Fields, Kind, RecordPage, Value } from '@/api/types.gen'
import { kind, rec as sample } from '@/test/samples'
import { show } from '@/test/render'
import { at, http, HttpResponse, refuse, server } from '@/test/server'
import { filled } from './edits'
import { DraftNotices } from './saved'
import { useDraft } from './use-draft'

let sent: { fields: Fields; version: string | null }[] = []
const takes = (held: RecordPage) => {
  let now = held
  server.use(
    http.patch(at('/records/rec_1'), async ({ request }) => {
      const { fields } = (await request.json()) as { fields: Fields }
      sent.push({ fields, version: request.headers.get('if-match') })
      const held = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, filled(v) ?? null])) // as the server keeps them
      now = { ...now, version: now.version + 1, fields: { ...now.fields, ...held } }
      return HttpResponse.json(now)
    }),
  )
}

const rows = (v: Value | undefined) => (Array.isArray(v) ? v : []) as Record<string, Value>[]

function Probe({ rec, auto }: { rec: RecordPage; auto: boolean }) {
  const draft = useDraft(rec, auto)
  return (
    <div>
      <input aria-label="subject" value={String(draft.values.subject ?? '')} onChange={(e) => draft.change('subject', e.currentTarget.value)} />
      <button type="button" onClick={() => void draft.save()}>save</button>
      <button type="button" onClick={draft.dropEdits}>drop</button>
      <button type="button" onClick={() => draft.settle('subject', true)}>mine</button>
      <button type="button" onClick={() => draft.settle('subject', false)}>theirs</button>
      <button type="button" onClick={() => draft.change('points', [...rows(draft.values.points), {}])}>add row</button>
      <ul>{rows(draft.values.points).map((r, i) => <li key={i}><input aria-label={`row ${i + 1}`} value={String(r.text ?? '')} onChange={(e) => draft.change('points', rows(draft.values.points).map((o, j) => (j === i ? { ...o, text: e.currentTarget.value } : o)))} /></li>)}</ul>
      <output>{draft.clash.map((n) => `${n}! `)}{draft.saving}{draft.restored ? ' restored' : ''}{draft.dirty ? ' dirty' : ''}</output>
    </div>
  )
}
/** As the record's page has it: what is kept of the record is what is shown. */
function Page({ rec, auto }: { rec: RecordPage; auto: boolean }) {
  const { data } = useQuery({ ...recordQuery(rec.id), initialData: rec, staleTime: Infinity })
  return <Probe rec={data} auto={auto} />
}
const start = async (rec = sample(), auto = true, whole = false) => {
  const shown = show(whole ? <Page rec={rec} auto={auto} /> : <Probe rec={rec} auto={auto} />)
  await screen.findByLabelText('subject')
  return shown
}
const state = () => screen.getByRole('status').textContent

beforeEach(() => { sent = [] })

describe('a draft', () => {
  it('is kept on the device at the first letter and sent after a short quiet', async () => {
    takes(sample())
    const { user } = await start()
    await user.type(screen.getByLabelText('subject'), '!')
    expect(readKept('per_1', 'rec_1')?.fields).toEqual({ subject: 'Giám sát thu quỹ!' })
    await waitFor(() => expect(state()).toBe('saved'))
    expect(sent).toEqual([{ fields: { subject: 'Giám sát thu quỹ!' }, version: '"v3"' }])
    expect(readKept('per_1', 'rec_1')).toBeNull()
  })
  it('stays on the device without a line and goes when it is back', async () => {
    server.use(http.patch(at('/records/rec_1'), () => HttpResponse.error()))
    const { user } = await start()
    await user.type(screen.getByLabelText('subject'), '!')
    await waitFor(() => expect(state()).toBe('waiting dirty'))
    expect(readKept('per_1', 'rec_1')).not.toBeNull()
    takes(sample())
    act(() => { window.dispatchEvent(new Event('online')) })
    await waitFor(() => expect(state()).toBe('saved'))
  })
  it('goes by itself although the first try after the line is back fails too', async () => {
    let tries = 0
    server.use(http.patch(at('/records/rec_1'), () => { tries += 1; return HttpResponse.error() }))
    const { user } = await start()
    await user.type(screen.getByLabelText('subject'), '!')
    await waitFor(() => expect(state()).toBe('waiting dirty'))
    act(() => { window.dispatchEvent(new Event('online')) })
    await waitFor(() => expect(tries).toBe(2))
    takes(sample())
    await waitFor(() => expect(state()).toBe('saved'))
  }, 20_000)
  it('brings back and sends what an earlier visit could not', async () => {
    takes(sample())
    writeKept('per_1', 'rec_1', { version: 3, at: 1, fields: { subject: 'Đã gõ hôm qua' } })
    await start()
    expect(screen.getByLabelText('subject')).toHaveValue('Đã gõ hôm qua')
    await waitFor(() => expect(sent[0]?.fields).toEqual({ subject: 'Đã gõ hôm qua' }))
  })
  it('keeps a row just added through the saves that follow, and sends it once something is in it', async () => {
    takes(sample({ fields: { subject: 'Giám sát thu quỹ' } }))
    const { user } = await start(sample({ fields: { subject: 'Giám sát thu quỹ' } }), true, true)
    await user.click(screen.getByRole('button', { name: 'add row' }))
    await user.type(screen.getByLabelText('subject'), '!')
    await waitFor(() => expect(sent).toHaveLength(1))
    await waitFor(() => expect(state()).toMatch(/^saved/))
    expect(screen.getByLabelText('row 1')).toBeVisible() // the server knows nothing of an empty row
    await user.type(screen.getByLabelText('row 1'), 'Công khai thu chi')
    await waitFor(() => expect(sent.at(-1)?.fields).toEqual({ points: [{ text: 'Công khai thu chi' }] }))
    await waitFor(() => expect(state()).toBe('saved'))
    expect(screen.getByLabelText('row 1')).toHaveValue('Công khai thu chi')
  })
  it('does not restore what another person typed on this device', async () => {
    writeKept('per_2', 'rec_1', { version: 3, at: 1, fields: { subject: 'của người khác' } })
    await start()
    expect(screen.getByLabelText('subject')).toHaveValue('Giám sát thu quỹ')
  })
})

describe('a record that is no draft', () => {
  it('is sent only when asked', async () => {
    takes(sample())
    const { user } = await start(sample(), false)
    await user.type(screen.getByLabelText('subject'), '?')
    await new Promise((r) => setTimeout(r, 1200))
    expect(sent).toEqual([])
    await user.click(screen.getByText('save'))
    await waitFor(() => expect(sent).toHaveLength(1))
  })
  it('saves on top of somebody who touched other fields', async () => {
    const theirs = sample({ version: 4, fields: { subject: 'Giám sát thu quỹ', people: 9 } })
    let tries = 0
    server.use(
      http.get(at('/records/rec_1'), () => HttpResponse.json(theirs)),
      http.patch(at('/records/rec_1'), async ({ request }) => {
        tries += 1
        if (request.headers.get('if-match') === '"v3"') return refuse(409, 'stale_version')
        return HttpResponse.json({ ...theirs, version: 5, fields: { ...theirs.fields, ...((await request.json()) as { fields: Fields }).fields } })
      }),
    )
    const { user } = await start(sample(), false)
    await user.type(screen.getByLabelText('subject'), '?')
    await user.click(screen.getByText('save'))
    await waitFor(() => expect(state()).toBe('saved'))
    expect(tries).toBe(2)
  })
  const other = sample({ version: 4, fields: { subject: 'Tên của người kia' } })
  const contested = () => {
    server.use(
      http.get(at('/records/rec_1'), () => HttpResponse.json(other)),
      http.patch(at('/records/rec_1'), async ({ request }) => {
        const { fields } = (await request.json()) as { fields: Fields }
        sent.push({ fields, version: request.headers.get('if-match') })
        return request.headers.get('if-match') === '"v4"' ? HttpResponse.json({ ...other, version: 5, fields }) : refuse(409, 'stale_version')
      }),
    )
  }
  it('asks when both changed the same field, and never overwrites at a second tap', async () => {
    contested()
    const { user } = await start(sample(), false, true)
    await user.type(screen.getByLabelText('subject'), '?')
    await user.click(screen.getByText('save'))
    await waitFor(() => expect(state()).toBe('subject! conflict dirty'))
    await user.click(screen.getByText('save'))
    await user.click(screen.getByText('save'))
    expect(sent).toHaveLength(1)
    expect(screen.getByLabelText('subject')).toHaveValue('Giám sát thu quỹ?')
    await user.click(screen.getByText('mine'))
    expect(state()).toBe('typing dirty')
    await user.click(screen.getByText('save'))
    await waitFor(() => expect(state()).toBe('saved'))
    expect(sent[1]).toEqual({ fields: { subject: 'Giám sát thu quỹ?' }, version: '"v4"' })
  })
  it('may give in to the other', async () => {
    contested()
    const { user } = await start(sample(), false, true)
    await user.type(screen.getByLabelText('subject'), '?')
    await user.click(screen.getByText('save'))
    await waitFor(() => expect(state()).toBe('subject! conflict dirty'))
    await user.click(screen.getByText('theirs'))
    expect(state()).toBe('idle')
    expect(screen.getByLabelText('subject')).toHaveValue('Tên của người kia')
    expect(readKept('per_1', 'rec_1')).toBeNull()
  })
  it('asks although the other was read meanwhile, by itself, without a refusal', async () => {
    contested()
    const { user, client } = await start(sample(), false, true)
    await user.type(screen.getByLabelText('subject'), '?')
    client.setQueryData(['record', 'rec_1'], other)
    await waitFor(() => expect(state()).toMatch(/^subject!/))
    await user.click(screen.getByText('save'))
    expect(sent).toEqual([])
  })
  it('asks about what an earlier visit typed on what has changed since', async () => {
    writeKept('per_1', 'rec_1', { version: 2, at: 1, fields: { subject: 'Đã gõ hôm qua' }, base: { subject: 'Như cũ' } })
    await start(sample(), false)
    expect(state()).toMatch(/^subject!/)
  })
})

describe('a form that changed under it', () => {
  const without = (...gone: string[]) => kind({ fields: kind().fields.filter((f) => !gone.includes(f.name)) })
  function Changing({ kinds }: { kinds: Kind[] }) {
    const [n, setN] = useState(0)
    const draft = useDraft(sample(), true, kinds[n])
    return (
      <div>
        <DraftNotices draft={draft} kind={kinds[n]} />
        <input aria-label="subject" value={String(draft.values.subject ?? '')} onChange={(e) => draft.change('subject', e.currentTarget.value)} />
        <button type="button" onClick={() => setN(n + 1)}>other form</button>
        <output>{draft.saving}{draft.dirty ? ' dirty' : ''}</output>
      </div>
    )
  }
  it('sends what it has a place for, and shows the rest until it is dropped', async () => {
    takes(sample())
    writeKept('per_1', 'rec_1', { version: 3, at: 1, fields: { subject: 'Mới', note: 'Đã gõ hôm qua' }, base: { subject: sample().fields.subject ?? null, note: null } })
    const { user } = show(<Changing kinds={[without('note')]} />)
    expect(await screen.findByText('Đã gõ hôm qua')).toBeVisible()
    await waitFor(() => expect(sent).toEqual([{ fields: { subject: 'Mới' }, version: '"v3"' }]))
    expect(readKept('per_1', 'rec_1')?.fields).toEqual({ note: 'Đã gõ hôm qua' })
    await user.click(screen.getByRole('button', { name: 'Đã chép xong, bỏ đi' }))
    expect(screen.queryByText('Đã gõ hôm qua')).toBeNull()
    expect(readKept('per_1', 'rec_1')).toBeNull()
  })
  it('is tried again in the new form after the old one was refused', async () => {
    server.use(http.patch(at('/records/rec_1'), async ({ request }) => {
      const { fields } = (await request.json()) as { fields: Fields }
      sent.push({ fields, version: request.headers.get('if-match') })
      if ('note' in fields) return refuse(422, 'invalid', { errors: [{ field: 'note', code: 'unknown_field' }] })
      return HttpResponse.json(sample({ version: 4, fields: { ...sample().fields, ...fields } }))
    }))
    writeKept('per_1', 'rec_1', { version: 3, at: 1, fields: { subject: 'Mới', note: 'Đã gõ' }, base: { subject: sample().fields.subject ?? null, note: null } })
    const { user } = show(<Changing kinds={[kind({ fields: [...without('note').fields, { id: 9, name: 'note', type: 'text', label: { vi: 'Ghi chú', en: 'Note' } }] }), without('note')]} />)
    await screen.findByText('refused dirty')
    await user.click(screen.getByText('other form'))
    await waitFor(() => expect(sent.at(-1)?.fields).toEqual({ subject: 'Mới' }))
    expect(screen.getByText('Đã gõ')).toBeVisible()
  })
})
