import { linkOptions } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Kind, Me } from '@/api/types.gen'
import type { Words } from '@/i18n'
import { IconBook, IconChart, IconClock, IconCoins, IconDoc, IconEvent, IconEyeCheck, IconFlag, IconFolder, IconForms, IconHistory, IconHome, IconInbox, IconMail, IconMessages, IconModules, IconNotebook, IconPeople, IconPercent, IconReport, IconSchool, IconSeal, IconSettings, IconSpeaker, IconStar, IconToday, IconTree, IconUser, IconWriting } from '@/ui/icons'

// The ways through the product: what the modules declare, what the reader may administer.

type Sign = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
const SIGNS: Record<string, Sign> = {
  'calendar-event': IconEvent, 'chart-bar': IconChart, coins: IconCoins, 'eye-check': IconEyeCheck, 'file-text': IconDoc, flag: IconFlag,
  home: IconHome, inbox: IconInbox, 'mail-forward': IconMail, messages: IconMessages, notebook: IconNotebook,
  percentage: IconPercent, school: IconSchool, shield: IconSeal, sitemap: IconTree, speakerphone: IconSpeaker,
  star: IconStar, user: IconUser, users: IconPeople, 'writing-sign': IconWriting,
}

const home = () => linkOptions({ to: '/', search: {}, activeOptions: { exact: true, includeSearch: true } })
const waiting = () => linkOptions({ to: '/', search: { part: 'waiting' }, activeOptions: { exact: true, includeSearch: true } })
const records = (kind: string) => linkOptions({ to: '/records/$kind', params: { kind }, activeOptions: { includeSearch: false } })
const board = (id: string) => linkOptions({ to: '/boards/$id', params: { id }, activeOptions: { includeSearch: false } })
const screen = (to: '/duties' | '/programme' | '/reports' | '/units' | '/people' | '/modules' | '/fields' | '/settings' | '/log') => linkOptions({ to, activeOptions: { includeSearch: false } })

export interface Way { id: string; label: string; /** Where two lines of a thumb's width must hold it. */ short?: string; Sign: Sign; link: ReturnType<typeof home> | ReturnType<typeof waiting> | ReturnType<typeof records> | ReturnType<typeof board> | ReturnType<typeof screen> }
export interface Group { id: string; label: string; ways: Way[] }

const ADMIN = [
  { can: 'admin:units', word: 'nav.units', Sign: IconTree, to: '/units' },
  { can: 'admin:people', word: 'nav.people', short: 'nav.people_short', Sign: IconPeople, to: '/people' },
  { can: 'admin:modules', word: 'nav.modules', Sign: IconModules, to: '/modules' },
  { can: 'admin:modules', word: 'nav.fields', Sign: IconForms, to: '/fields' },
  { can: 'admin:settings', word: 'nav.settings', Sign: IconSettings, to: '/settings' },
  { can: 'audit:read', word: 'nav.log', Sign: IconHistory, to: '/log' },
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
  if (me.menu.length > 0) groups.push({ id: 'duties', label: words.t('nav.duties_group'), ways: [{ id: '/duties', label: words.t('nav.duties'), Sign: IconClock, link: screen('/duties') }] })
  groups.push({ id: 'boards', label: words.t('nav.boards'), ways: me.boards.filter((b) => !b.off).map((b): Way => ({ id: b.id, label: words.pick(b.label, b.id), Sign: IconChart, link: board(b.id) })) })
  if (me.boards.length > 0) groups.at(-1)?.ways.push({ id: '/programme', label: words.t('nav.programme'), Sign: IconBook, link: screen('/programme') }, { id: '/reports', label: words.t('nav.reports'), Sign: IconReport, link: screen('/reports') })
  groups.push({ id: 'admin', label: words.t('nav.admin'), ways: ADMIN.filter((a) => me.can.includes(a.can) || me.can.includes('*')).map((a) => ({ id: a.to, label: words.t(a.word), short: 'short' in a ? words.t(a.short) : undefined, Sign: a.Sign, link: screen(a.to) })) })
  return groups.filter((g) => g.ways.length > 0)
}

const MOST = 9 // of the first ways
const KINDS = 4 // of them, so that duties, results and reports have room

/** What decides the first ways: which kinds there are, and how often each was opened. */
export interface Habit { kinds: Map<string, Kind> | undefined; uses: Record<string, number> }

/**
 * At most nine ways, first what is used most: to whoever makes records the kinds
 * they make; to a leader, who makes none, what waits for a decision and the figures.
 */
export function firstWays(words: Words, me: Me, { kinds, uses }: Habit): Way[] {
  const groups = groupsOf(words, me)
  const all = groups.flatMap((g) => g.ways)
  const of = (id: string) => groups.find((g) => g.id === id)?.ways ?? []
  const use = (kind: string) => uses[kind] ?? 0
  const made = me.menu.filter((e) => kinds?.get(e.kind)?.can_create)
  const worked = (made.length > 0 ? made : me.menu.filter((e) => use(e.kind) > 0)).toSorted((a, b) => use(b.kind) - use(a.kind))
  const records = worked.slice(0, KINDS).flatMap((e) => all.find((w) => w.id === e.kind) ?? [])
  const decide: Way = { id: 'waiting', label: words.t('nav.waiting'), Sign: IconWriting, link: waiting() }
  const leads = made.length === 0 && kinds !== undefined && me.menu.length > 0
  const [board, ...others] = of('boards')
  const results = [...(board ? [board] : []), ...others.toSorted((a, b) => Number(b.id.startsWith('/')) - Number(a.id.startsWith('/')))] // screens before further boards
  const chosen = leads ? [decide, ...of('boards').filter((w) => w.id === '/programme'), ...of('boards').slice(0, KINDS).filter((w) => w.id !== '/programme'), ...records, ...of('duties'), ...of('admin')] : [...records, ...of('admin'), ...of('duties'), ...results]
  const rest = all.filter((w) => !chosen.some((c) => c.id === w.id))
  return [todayWay(words), ...chosen, ...rest].slice(0, MOST)
}

/** What the first ways leave, by area. */
export function otherGroups(words: Words, me: Me, first: Way[]): Group[] {
  return groupsOf(words, me).map((g) => ({ ...g, ways: g.ways.filter((w) => !first.some((f) => f.id === w.id)) })).filter((g) => g.ways.length > 0)
}

/** The four under the thumb: today, the two first, and the results; what is lacking is filled from the rest. */
export function thumbWays(words: Words, me: Me, habit: Habit): Way[] {
  const first = firstWays(words, me, habit)
  const [today, ...others] = first
  const results = groupsOf(words, me).find((g) => g.id === 'boards')?.ways[0]
  const heads = others.filter((w) => w.id !== results?.id).slice(0, 2)
  const chosen = [today, ...heads, results && { ...results, label: words.t('nav.results') }].filter((w) => w !== undefined)
  return [...chosen, ...others.filter((w) => !chosen.some((c) => c.id === w.id))].slice(0, 4)
}
