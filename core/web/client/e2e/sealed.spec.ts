import { expect, type Page } from '@playwright/test'
import { make, ownUnit, read } from './backdoor'
import { sound } from './look'
import { as, picture, take, test } from './rig'

// What is sealed is typed straight to the server, read by one keeper whom
// another allowed, for minutes, and left nowhere else.

const informant = 'Lê Thị Người Báo'
const phone = '0912 345 678'

/** Everything the browser keeps for later: storages, databases, caches of the worker. */
const kept = (page: Page): Promise<string> => page.evaluate(async () => {
  const out: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage)]
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) out.push(request.url, await (await cache.match(request))?.text())
  }
  for (const { name } of await indexedDB.databases()) {
    if (!name) continue
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open(name)
      open.onsuccess = () => resolve(open.result)
      open.onerror = () => reject(open.error ?? new Error(name))
    })
    for (const store of db.objectStoreNames) {
      out.push(await new Promise((resolve) => { db.transaction(store).objectStore(store).getAll().onsuccess = (e) => resolve((e.target as IDBRequest).result) }))
    }
    db.close()
  }
  return JSON.stringify(out)
})

test('a sealed field opened by two', async ({ browser }, info) => {
  const title = `Thư góp ý ${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'letter')
  const made = await make(officer, 'letter.note', await ownUnit(officer), { title })
  const sealed = (page: Page) => page.getByRole('region', { name: 'Đã niêm phong' })

  await test.step('the officer seals the name and the phone', async () => {
    await officer.goto(`/record/${made.id}`)
    await expect(sealed(officer).getByText('Chưa nhập')).toHaveCount(2)
    await sealed(officer).getByRole('button', { name: 'Nhập Người gửi' }).click()
    await officer.getByRole('dialog').getByRole('textbox', { name: 'Người gửi' }).fill(informant)
    expect(await kept(officer)).not.toContain('Người Báo')
    await officer.getByRole('dialog').getByRole('button', { name: 'Niêm phong' }).click()
    await expect(sealed(officer).getByText('Đã có, đang niêm phong')).toHaveCount(1)
    await sealed(officer).getByRole('button', { name: 'Nhập Cách liên hệ' }).click()
    await officer.getByRole('dialog').getByRole('button', { name: /^Thêm .*cách liên hệ/i }).click()
    await officer.getByRole('dialog').getByRole('textbox', { name: 'Điện thoại' }).fill(phone)
    await officer.getByRole('dialog').getByRole('button', { name: 'Niêm phong' }).click()
    await expect(sealed(officer).getByText('Đã có, đang niêm phong')).toHaveCount(2)
    await take(officer, 'Nhận thư')
    await officer.reload()
    await expect(sealed(officer)).toContainText('Người giữ niêm phong')
    await expect(sealed(officer).getByRole('button', { name: 'Đề nghị mở niêm phong' })).toHaveCount(0)
    await expect(officer.getByText(informant)).toHaveCount(0)
    expect(await kept(officer)).not.toContain('Người Báo')
    await sound(officer, 'a record with sealed fields')
    await picture(officer, info, 'sealed-1-officer')
  })

  const keeper = await as(browser, 'keeper')
  await test.step('a keeper asks, with a reason', async () => {
    await keeper.goto(`/record/${made.id}`)
    await sealed(keeper).getByRole('button', { name: 'Đề nghị mở niêm phong' }).click()
    const dialog = keeper.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /Lý do/ }).fill('Liên hệ lại người gửi thư')
    await sound(keeper, 'asking to open')
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click()
    await expect(sealed(keeper).getByText('Đang chờ người giữ niêm phong thứ hai')).toBeVisible()
    await expect(sealed(keeper).getByRole('button', { name: /Đồng ý mở|Xem nội dung/ })).toHaveCount(0)
    await picture(keeper, info, 'sealed-2-asked')
  })

  const second = await as(browser, 'second')
  await test.step('a second keeper agrees and reads nothing', async () => {
    await second.goto(`/record/${made.id}`)
    await expect(sealed(second).getByText('Lý do: Liên hệ lại người gửi thư')).toBeVisible()
    await sealed(second).getByRole('button', { name: 'Đồng ý mở' }).click()
    await expect(sealed(second).getByText('Đang mở')).toBeVisible()
    await expect(sealed(second).getByRole('button', { name: 'Xem nội dung' })).toHaveCount(0)
  })

  await test.step('the first reads it while the time runs, and it is left nowhere', async () => {
    await sealed(keeper).getByRole('button', { name: 'Xem nội dung' }).click()
    await expect(sealed(keeper).getByText(informant)).toBeVisible()
    await expect(sealed(keeper).getByText(phone)).toBeVisible()
    await expect(sealed(keeper).getByRole('timer')).toHaveText(/Còn 1[0-5]:\d\d/)
    await sound(keeper, 'an opened seal')
    await picture(keeper, info, 'sealed-3-opened')
    expect(await kept(keeper)).not.toContain('Người Báo')
    await sealed(keeper).getByRole('button', { name: 'Đóng lại' }).click()
    await expect(keeper.getByText(informant)).toHaveCount(0)
  })

  await test.step('everybody who reads the record sees who opened it and why', async () => {
    await officer.reload()
    const log = sealed(officer).getByRole('list', { name: 'Các lần đề nghị mở' })
    for (const said of [/Trương Thị Minh Tâm đề nghị/, /Liên hệ lại người gửi thư/, /Hà Văn Kiên Trung đồng ý/]) await expect(log.getByText(said)).toBeVisible()
    const page = await read<object>(officer, `/records/${made.id}`)
    expect(JSON.stringify(page)).not.toContain('Người Báo')
  })
})
