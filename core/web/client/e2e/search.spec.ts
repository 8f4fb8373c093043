import { expect } from '@playwright/test'
import { existsSync } from 'node:fs'
import { approvedActivity, read } from './backdoor'
import { fits, sound } from './look'
import { as, paper, picture, test } from './rig'

// What is written in a paper is found from any page by one key, by who may read it.

test('a word inside a paper is found', async ({ browser }, info) => {
  const mark = `tu${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const { document } = await approvedActivity(officer, standing, `Tuyên truyền pháp luật ${mark}`, paper(`Hop voi ban to chuc ${mark}a`))
  const reads = existsSync('/usr/bin/pdftotext') // the product reads PDFs where it is installed
  if (reads) await expect.poll(async () => (await read<{ documents: unknown[] }>(officer, `/search?q=${mark}a`)).documents.length, { timeout: 10_000 }).toBe(1)
  await officer.goto('/duties')
  await expect(officer.getByRole('link', { name: 'Tìm kiếm' })).toBeVisible() // the key comes with it
  await officer.keyboard.press('/')
  const box = officer.getByRole('searchbox', { name: 'Từ cần tìm' })
  await expect(box).toBeFocused()
  await box.fill(`tuyen truyen ${mark}`)
  await expect(officer.getByRole('region', { name: 'Hồ sơ' }).getByRole('link', { name: new RegExp(mark) })).toBeVisible()
  await sound(officer, 'search')
  await fits(officer, 'search')
  await picture(officer, info, 'search-records')
  if (!reads) return
  await box.fill(`${mark}a`)
  const papers = officer.getByRole('region', { name: 'Văn bản, tài liệu' })
  await expect(papers.locator('mark').filter({ hasText: `${mark}a` }).first()).toBeVisible()
  await sound(officer, 'search with a passage')
  await picture(officer, info, 'search-documents')
  await officer.keyboard.press('ArrowDown')
  await officer.keyboard.press('Enter')
  await expect(officer).toHaveURL(new RegExp(document))
})
