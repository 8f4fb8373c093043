import { expect, type Page } from '@playwright/test'
import { read, reportedMission } from './backdoor'
import { sound } from './look'
import { as, chooseUnit, day, fresh, paper, picture, test } from './rig'

// What the administrator of a province shapes: task areas, units, people.

test('a task area is switched off and on again, and nothing written is lost', async ({ browser }, info) => {
  const title = `Giám sát đường nông thôn ${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const standing = await as(browser, 'standing')
  const { mission } = await reportedMission(officer, standing, title, paper(`Báo cáo đường ${title}`))
  const admin = await as(browser, 'admin')
  await admin.goto('/modules')
  const area = admin.getByRole('listitem', { name: 'Giám sát, phản biện' })
  await expect(area.getByText('Đang bật cho tỉnh')).toBeVisible()
  try {
    await test.step('a dialog says what it will do before it is done', async () => {
      await area.getByRole('switch', { name: 'Bật hoặc tắt lĩnh vực Giám sát, phản biện xã hội, góp ý' }).click()
      const dialog = admin.getByRole('dialog', { name: 'Tắt lĩnh vực Giám sát, phản biện xã hội, góp ý?' })
      await expect(dialog.getByText(/vẫn còn nguyên, vẫn xem và tải về được/)).toBeVisible()
      await picture(admin, info, 'admin-1-off')
      await dialog.getByRole('button', { name: 'Tắt lĩnh vực Giám sát, phản biện xã hội, góp ý' }).click()
      await expect(dialog).toHaveCount(0)
      await expect(area.getByText('Đang tắt').first()).toBeVisible()
    })

    await test.step('its way in the menu goes, its records stay readable', async () => {
      await officer.goto('/')
      await ways(officer, async (menu) => {
        await expect(menu.getByRole('link', { name: 'Hoạt động tuyên truyền' }).first()).toBeVisible()
        await expect(menu.getByRole('link', { name: 'Cuộc giám sát' })).toHaveCount(0)
      })
      await officer.goto(`/record/${mission}`)
      await expect(officer.getByRole('heading', { level: 1, name: title })).toBeVisible()
      await expect(officer.getByRole('link', { name: /^Tải về tệp/ })).toBeVisible()
      await expect(officer.getByRole('button', { name: 'Gỡ tệp' })).toHaveCount(0)
      await picture(officer, info, 'admin-2-readable')
      await officer.goto('/records/supervision.mission')
      await expect(officer.getByText('Lĩnh vực công tác này đang tắt')).toBeVisible()
      await expect(officer.getByRole('link', { name: title, exact: true })).toBeVisible()
      await expect(officer.getByRole('link', { name: /^Thêm/ })).toHaveCount(0)
    })
  } finally {
    await test.step('switched on again, all is as before', async () => {
      await area.getByRole('switch', { name: 'Bật hoặc tắt lĩnh vực Giám sát, phản biện xã hội, góp ý' }).click()
      await admin.getByRole('dialog', { name: 'Bật lĩnh vực Giám sát, phản biện xã hội, góp ý?' }).getByRole('button', { name: 'Bật lĩnh vực Giám sát, phản biện xã hội, góp ý' }).click()
      await expect(area.getByText('Đang bật cho tỉnh')).toBeVisible()
    })
  }
  await officer.goto('/')
  await ways(officer, (menu) => expect(menu.getByRole('link', { name: 'Cuộc giám sát' }).first()).toBeVisible())
})

test('a residential area is opened, renamed, and remembered as it was', async ({ browser }, info) => {
  const first = `Thôn Đông Thịnh ${info.project.name} ${Date.now()}`
  const second = first.replace('Đông Thịnh', 'Đông Hòa')
  const admin = await as(browser, 'admin')

  await test.step('opened under its commune with a day and a legal basis', async () => {
    await openUnit(admin, '18685', 'Xã Cẩm Bình')
    await admin.getByRole('button', { name: 'Lập đơn vị cấp dưới' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Lập đơn vị cấp dưới' })
    await dialog.getByLabel('Tên đơn vị').fill(first)
    await dialog.getByLabel('Loại đơn vị').selectOption({ label: 'Khu dân cư' })
    await dialog.getByRole('textbox', { name: /^Ngày có hiệu lực/ }).fill(day(-30))
    await dialog.getByLabel('Căn cứ').fill('Nghị quyết số 05/NQ-HĐND của HĐND xã Cẩm Bình')
    await picture(admin, info, 'admin-3-open-unit')
    await dialog.getByRole('button', { name: 'Lập đơn vị', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await expect(admin.getByRole('region', { name: first })).toBeVisible()
  })

  await test.step('renamed: both names with their days and bases', async () => {
    await admin.getByRole('button', { name: 'Đổi tên, mã hoặc loại' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Đổi tên, mã hoặc loại' })
    await dialog.getByLabel('Tên đơn vị').fill(second)
    await dialog.getByRole('textbox', { name: /^Ngày có hiệu lực/ }).fill(day(-5))
    await dialog.getByLabel('Căn cứ').fill('Nghị quyết số 09/NQ-HĐND của HĐND xã Cẩm Bình')
    await dialog.getByRole('button', { name: 'Lưu tên, mã, loại mới' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(admin.getByRole('region', { name: second })).toBeVisible()
    const history = admin.getByRole('region', { name: 'Lịch sử đơn vị' })
    await expect(history.getByText(/05\/NQ-HĐND/)).toBeVisible()
    await expect(history.getByText(/09\/NQ-HĐND/)).toBeVisible()
    await picture(admin, info, 'admin-4-history')
  })

  await test.step('the tree of a past day knows it by its old name, an earlier one not at all', async () => {
    const find = async (offset: number, name: string) => {
      await admin.goto('/units')
      await admin.getByRole('textbox', { name: /^Xem cây vào ngày/ }).fill(day(offset))
      await expect(admin.getByText(`Đang xem cây đơn vị ngày ${day(offset)}`)).toBeVisible()
      await admin.getByLabel('Tìm đơn vị').fill(name)
    }
    await find(-10, first)
    await expect(admin.getByRole('link', { name: first })).toBeVisible()
    await picture(admin, info, 'admin-5-past')
    await find(-40, first)
    await expect(admin.getByText('Không tìm thấy đơn vị')).toBeVisible()
  })
})

test('a person is added, comes in by a one-time link, and gets and loses a post', async ({ browser }, info) => {
  const mark = `${Date.now()}`
  const name = `Trần Văn Sáu ${info.project.name}`
  const login = `sau.${info.project.name}.${mark}`
  const admin = await as(browser, 'admin')
  let link = ''

  await test.step('added with a first post; the link is shown once', async () => {
    await admin.goto('/people')
    await admin.getByRole('button', { name: 'Thêm người', exact: true }).click()
    const dialog = admin.getByRole('dialog', { name: 'Thêm người' })
    await dialog.getByLabel('Họ và tên').fill(name)
    await dialog.getByLabel('Tên đăng nhập').fill(login)
    await dialog.getByLabel('Vai trò').selectOption({ label: 'Chuyên viên Mặt trận' })
    await chooseUnit(dialog, 'Tại đơn vị', '18685-MT', 'Ủy ban MTTQ Việt Nam xã Cẩm Bình')
    await picture(admin, info, 'admin-6-person')
    await dialog.getByRole('button', { name: 'Thêm người và lấy đường dẫn' }).click()
    await expect(dialog.getByText(/Chỉ hiện một lần này/)).toBeVisible()
    link = (await dialog.getByText(/\/welcome#link=/).innerText()).trim()
    await picture(admin, info, 'admin-7-link')
    await dialog.getByRole('button', { name: `Mở trang của ${name}` }).click()
    await expect(admin.getByRole('region', { name })).toBeVisible()
    await expect(admin.getByText(link)).toHaveCount(0)
  })

  await test.step('in a fresh browser the link leads to a password and into Hôm nay, once', async () => {
    const page = await fresh(browser)
    const address = new URL(link)
    expect(address.pathname).toBe('/welcome')
    await page.goto(`${address.pathname}${address.hash}`)
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill('Lúa chín vàng đồng quê')
    await page.getByLabel('Nhập lại mật khẩu mới').fill('Lúa chín vàng đồng quê')
    await page.getByRole('button', { name: 'Lưu mật khẩu và vào làm việc' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible()
    expect((await read<{ person: { name: string } }>(page, '/me')).person.name).toBe(name)
    await picture(page, info, 'admin-8-in')
    const second = await fresh(browser)
    await second.goto(`${address.pathname}${address.hash}`)
    await second.getByLabel('Mật khẩu mới', { exact: true }).fill('Lúa chín vàng đồng quê')
    await second.getByLabel('Nhập lại mật khẩu mới').fill('Lúa chín vàng đồng quê')
    await second.getByRole('button', { name: 'Lưu mật khẩu và vào làm việc' }).click()
    await expect(second.getByRole('heading', { name: 'Đường dẫn này không còn dùng được' })).toBeVisible()
  })

  await test.step('a post is given', async () => {
    await admin.getByRole('button', { name: 'Giao nhiệm vụ' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Giao nhiệm vụ' })
    await dialog.getByLabel('Vai trò').selectOption({ label: 'Trưởng Ban Công tác Mặt trận' })
    await chooseUnit(dialog, 'Tại đơn vị', '18685-K02-CTMT', 'Ban Công tác Mặt trận thôn 2')
    await dialog.getByLabel('Quyết định phân công').fill('Quyết định số 21/QĐ-MTTQ')
    await dialog.getByRole('button', { name: 'Giao nhiệm vụ' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(admin.getByText('Quyết định số 21/QĐ-MTTQ')).toBeVisible()
  })

  await test.step('the page says why something may be done, and why not', async () => {
    const why = admin.getByRole('region', { name: 'Vì sao làm được hoặc không làm được' })
    await why.getByLabel('Về').selectOption({ label: 'Cuộc giám sát' })
    await why.getByLabel('Việc').selectOption({ label: 'Lập hồ sơ' })
    await expect(why.getByText(`${name} làm được`)).toBeVisible()
    await why.getByLabel('Việc').selectOption({ label: 'Bước: Ban hành quyết định giám sát' })
    await expect(why.getByText(`${name} không làm được`)).toBeVisible()
    await why.scrollIntoViewIfNeeded()
    await picture(admin, info, 'admin-9-why')
  })

  await test.step('and ended, at once', async () => {
    await admin.getByRole('button', { name: 'Kết thúc nhiệm vụ Trưởng Ban Công tác Mặt trận tại Ban Công tác Mặt trận thôn 2' }).click()
    await admin.getByRole('dialog', { name: 'Kết thúc nhiệm vụ' }).getByRole('button', { name: 'Kết thúc ngay' }).click()
    await expect(admin.getByRole('button', { name: 'Kết thúc nhiệm vụ Trưởng Ban Công tác Mặt trận tại Ban Công tác Mặt trận thôn 2' })).toHaveCount(0)
    await picture(admin, info, 'admin-10-ended')
  })
})

test('a province adds a field of its own, and hides it', async ({ browser }, info) => {
  const label = `Nguồn tin ${info.project.name} ${Date.now()}`
  const officer = await as(browser, 'officer')
  const admin = await as(browser, 'admin')
  const region = admin.getByRole('region', { name: 'Trường riêng của Cuộc giám sát' })

  await test.step('added with its choices', async () => {
    await admin.goto('/fields?kind=supervision.mission')
    await region.getByRole('button', { name: 'Thêm trường' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Thêm trường riêng' })
    await dialog.getByRole('button', { name: 'Thêm trường', exact: true }).click()
    await expect(dialog.getByLabel('Tên trường')).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByLabel('Tên trường').fill(label)
    await dialog.getByLabel('Kiểu').selectOption({ label: 'Chọn một' })
    await dialog.getByLabel('Lựa chọn 1', { exact: true }).fill('Người dân gọi')
    await dialog.getByLabel('Lựa chọn 2', { exact: true }).fill('Thư gửi đến')
    await dialog.getByLabel('Hiện trong danh sách và lọc được').check()
    await sound(admin, 'own field')
    await picture(admin, info, 'admin-11-field')
    await dialog.getByRole('button', { name: 'Thêm trường', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await expect(region.getByRole('listitem', { name: label }).getByText('Chọn một: Người dân gọi, Thư gửi đến')).toBeVisible()
    await sound(admin, 'own fields')
    await picture(admin, info, 'admin-12-fields')
    await admin.goto('/settings')
    await expect(admin.getByRole('heading', { name: 'Thời hạn do tỉnh đặt' })).toBeVisible()
    await sound(admin, 'settings')
    await picture(admin, info, 'admin-13-settings')
  })

  await test.step('declared to whoever writes such records', async () => {
    expect(JSON.stringify(await read(officer, '/kinds'))).toContain(label)
  })

  await test.step('hidden, and kept for when it is shown again', async () => {
    await admin.goto('/fields?kind=supervision.mission')
    await region.getByRole('button', { name: `Ẩn trường ${label}` }).click()
    const dialog = admin.getByRole('dialog', { name: `Ẩn trường ${label}?` })
    await dialog.getByRole('button', { name: 'Ẩn trường' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(region.getByRole('button', { name: `Ẩn trường ${label}` })).toHaveCount(0)
    await region.getByText(/trường đang ẩn$/).click()
    await expect(region.getByRole('button', { name: `Hiện lại trường ${label}` })).toBeVisible()
  })
})

/** The ways of the person, with all that is folded opened: on a desk at the left, on a phone behind «Mục khác». */
async function ways(page: Page, look: (menu: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  const phone = test.info().project.name === 'phone'
  if (phone) await page.getByRole('button', { name: 'Mục khác', exact: true }).click()
  const menu = phone ? page.getByRole('dialog', { name: 'Tất cả các mục' }) : page.getByRole('navigation', { name: 'Các mục của hệ thống' })
  await expect(menu.getByRole('link', { name: 'Hôm nay' })).toBeVisible()
  const folded = menu.locator('details:not([open]) > summary')
  while (await folded.first().isVisible()) await folded.first().click()
  await look(menu)
  if (!phone) return
  await page.keyboard.press('Escape')
}

/** Opens a unit from the search of its code. */
async function openUnit(page: Page, code: string, name: string): Promise<void> {
  await page.goto('/units')
  await page.getByLabel('Tìm đơn vị').fill(code)
  await page.getByRole('list', { name: 'Đơn vị tìm thấy' }).getByRole('link', { name }).first().click()
  await expect(page.getByRole('region', { name, exact: true })).toBeVisible()
}
