import { expect, type Page } from '@playwright/test'
import { make, ownUnit, read } from './backdoor'
import { as, officer, paper, signIn, test } from './rig'

// A phone that several people share: whoever has it next looks through everything the
// browser keeps, with and without a line.

/** Everything the page's origin keeps on the device, as text: what a curious next person can copy out. */
const kept = (page: Page): Promise<string> => page.evaluate(async () => {
  const out: string[] = [JSON.stringify(Object.entries(localStorage)), JSON.stringify(Object.entries(sessionStorage))]
  for (const name of await caches.keys()) {
    if (name.includes('precache')) continue
    const cache = await caches.open(name)
    for (const request of await cache.keys()) out.push(request.url, await (await cache.match(request))?.text() ?? '')
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const asked = indexedDB.open(name ?? '')
      asked.onsuccess = () => done(asked.result)
      asked.onerror = () => failed(asked.error)
    })
    for (const store of db.objectStoreNames) {
      const all = await new Promise<unknown[]>((done) => {
        const asked = db.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => done(asked.result)
      })
      for (const item of all) {
        out.push(`${name} ${JSON.stringify(item)}`)
        for (const part of Object.values(item ?? {})) if (part instanceof Blob) out.push(part instanceof File ? part.name : '', await part.text())
      }
    }
    db.close()
  }
  return out.join('\n')
})

test('what one person leaves on a phone the next cannot read, and it goes when its owner is back', async ({ browser }, info) => {
  const mark = `Đơn của bà Hoa ${info.project.name} ${Date.now()}`
  const page = await as(browser, 'officer')
  const draft = await make(page, 'supervision.mission', await ownUnit(page), { title: `${mark}, đã lưu` })
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.goto(`/record/${draft.id}`)
  await page.reload() // now the worker keeps what is read
  await page.getByLabel('Lĩnh vực').fill('Chờ đến khi mất mạng')
  await expect(page.getByText(/^Đã lưu/).first()).toBeVisible()

  await test.step('without a line something is typed, begun and attached', async () => {
    await page.context().setOffline(true)
    const slot = page.getByRole('region', { name: 'Quyết định thành lập đoàn' })
    const file = paper(mark)
    await slot.getByLabel('Chọn tệp cho mục Quyết định thành lập đoàn').setInputFiles({ name: file.name, mimeType: file.mimeType, buffer: file.buffer })
    await page.getByLabel('Lĩnh vực').fill(`${mark}, đang gõ`)
    await expect(page.getByText('Đã giữ trên máy này, chưa gửi được').first()).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Lĩnh vực')).toHaveValue(`${mark}, đang gõ`) // its owner, without a line, reads on
    expect(await kept(page)).not.toContain('bà Hoa')
  })

  await test.step('signed out without a line, the page shows nothing of it', async () => {
    await leave(page)
    await page.waitForURL((url) => url.pathname === '/') // the page leaves by itself, once it is done
    await expect(page.getByText('Chưa kết nối được máy chủ').first()).toBeVisible()
    await page.goto(`/record/${draft.id}`)
    await expect(page.getByText('Chưa kết nối được máy chủ').first()).toBeVisible()
    await expect(page.getByText('bà Hoa')).toHaveCount(0)
    const left = await kept(page)
    expect(left).not.toContain('bà Hoa')
    expect(left, 'no key is left').not.toContain('doanket-device {')
  })

  await test.step('the next person signs in and finds nothing', async () => {
    await page.context().setOffline(false)
    await page.goto('/')
    await expect(page.getByLabel('Tên đăng nhập')).toBeVisible()
    await signIn(page, JSON.parse(process.env.DOANKET_E2E_PEOPLE ?? '{}').responder as string, officer()[1])
    await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    await page.goto('/outbox')
    await expect(page.getByText('Không còn việc nào chờ gửi')).toBeVisible()
    expect(await kept(page)).not.toContain('bà Hoa')
    expect((await read<{ fields: { subject?: string } }>(await as(browser, 'officer'), `/records/${draft.id}`)).fields.subject).toBe('Chờ đến khi mất mạng')
    await leave(page)
    await expect(page.getByLabel('Tên đăng nhập')).toBeVisible()
  })

  await test.step('its owner signs in again, and it goes', async () => {
    await signIn(page, ...officer())
    await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    await page.goto(`/record/${draft.id}`)
    await expect.poll(async () => (await read<{ fields: { subject?: string } }>(page, `/records/${draft.id}`)).fields.subject).toBe(`${mark}, đang gõ`)
    await expect(page.getByRole('region', { name: 'Quyết định thành lập đoàn' }).getByText('Đã có 1 tệp')).toBeVisible({ timeout: 60_000 })
  })
})

test('a session ended elsewhere takes the key along at the next word from the server', async ({ browser }) => {
  const page = await as(browser, 'officer')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
  await expect.poll(() => kept(page)).toContain('doanket-device {')
  await page.context().clearCookies()
  await page.goto('/outbox')
  await expect(page.getByLabel('Tên đăng nhập')).toBeVisible()
  await expect.poll(() => kept(page)).not.toContain('doanket-device {')
})

/** On a phone the way out lies behind the last button of the bar. */
async function leave(page: Page): Promise<void> {
  if (test.info().project.name === 'phone') await page.getByRole('button', { name: 'Mục khác' }).click()
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).last().click()
}
