import { linkOptions } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Me } from '@/api/types.gen'
import type { Words } from '@/i18n'
import { IconChart, IconDoc, IconEvent, IconEyeCheck, IconFolder, IconForms, IconHome, IconMail, IconMessages, IconModules, IconNotebook, IconPeople, IconPercent, IconSchool, IconSpeaker, IconToday, IconTree, IconUser, IconWriting } from '@/ui/icons'

// The ways through the product: what the modules declare, what the reader may administer.

type Sign = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
const SIGNS: Record<string, Sign> = {
  school: IconSchool, speakerphone: IconSpeaker, notebook: IconNotebook, percentage: IconPercent,
  'eye-check': IconEyeCheck, 'calendar-event': IconEvent, 'mail-forward': IconMail, users: IconPeople,
  'file-text': IconDoc, messages: IconMessages, 'writing-sign': IconWriting, home: IconHome, 'chart-bar': IconChart, sitemap: IconTree, user: IconUser,
}

const home = () => linkOptions({ to: '/', activeOptions: { exact: true } })
const records = (kind: string) => linkOptions({ to: '/records/$kind', params: { kind }, activeOptions: { includeSearch: false } })
const board = (id: string) => linkOptions({ to: '/boards/$id', params: { id }, activeOptions: { includeSearch: false } })
const screen = (to: '/duties' | '/units' | '/people' | '/modules' | '/fields') => linkOptions({ to, activeOptions: { includeSearch: false } })

export interface Way { id: string; label: string; Sign: Sign; link: ReturnType<typeof home> | ReturnType<typeof records> | ReturnType<typeof board> | ReturnType<typeof screen> }
export interface Group { id: string; label: string; ways: Way[] }

const ADMIN = [
  { can: 'admin:units', word: 'nav.units', Sign: IconTree, to: '/units' },
  { can: 'admin:people', word: 'nav.people', Sign: IconPeople, to: '/people' },
  { can: 'admin:modules', word: 'nav.modules', Sign: IconModules, to: '/modules' },
  { can: 'admin:modules', word: 'nav.fields', Sign: IconForms, to: '/fields' },
] as const

export const todayWay = (words: Words): Way => ({ id: 'today', label: words.t('nav.today'), Sign: IconToday, link: home() })

/** Records by task area in the order of the menu, then boards, then administration. */
export function groupsOf(words: Words, me: Me): Group[] {
  const byModule = new Map<string, Way[]>()
  for (const e of me.menu) {
    const ways = byModule.get(e.module) ?? []
    ways.push({ id: e.kind, label: words.pick(e.label, e.kind), Sign: SIGNS[e.icon ?? ''] ?? IconFolder, link: records(e.kind) })
    byModule.set(e.module, ways)
  }
  const groups: Group[] = [...byModule].map(([id, ways]) => {
    const module = me.modules.find((m) => m.id === id)
    return { id, label: module ? words.pick(module.label, id) : words.t('nav.records_common'), ways }
  })
  if (me.menu.length > 0) groups.push({ id: 'duties', label: words.t('nav.duties_group'), ways: [{ id: '/duties', label: words.t('nav.duties'), Sign: IconEvent, link: screen('/duties') }] })
  groups.push({ id: 'boards', label: words.t('nav.boards'), ways: me.boards.map((b) => ({ id: b.id, label: words.pick(b.label, b.id), Sign: IconChart, link: board(b.id) })) })
  groups.push({ id: 'admin', label: words.t('nav.admin'), ways: ADMIN.filter((a) => me.can.includes(a.can) || me.can.includes('*')).map((a) => ({ id: a.to, label: words.t(a.word), Sign: a.Sign, link: screen(a.to) })) })
  return groups.filter((g) => g.ways.length > 0)
}

/** The four under the thumb: today, the first records of two task areas, the board; what is lacking is filled from the rest. */
export function thumbWays(words: Words, me: Me): Way[] {
  const all = groupsOf(words, me).flatMap((g) => g.ways)
  const way = (id: string | undefined) => all.find((w) => w.id === id)
  const heads = me.menu.filter((e, i) => me.menu.findIndex((o) => o.module === e.module) === i).slice(0, 2)
  const main = me.boards.find((b) => b.id.startsWith(heads[0]?.module ?? '')) ?? me.boards[0]
  const results = way(main?.id)
  const chosen = [todayWay(words), ...heads.map((e) => way(e.kind)), results && { ...results, label: words.t('nav.results') }].filter((w) => w !== undefined)
  const rest = all.filter((w) => !chosen.some((c) => c.id === w.id))
  return [...chosen, ...rest].slice(0, 4)
}
