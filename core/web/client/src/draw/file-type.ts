import type { SlotState } from '@/api/types.gen'

/** Other extensions of the same formats, as phones and browsers write them; the server reads them alike. */
const ALIASES: Record<string, string> = { jpeg: 'jpg', jfif: 'jpg', jpe: 'jpg', heif: 'heic', m4v: 'mp4', qt: 'mov', '3gpp': '3gp' }

/** The extension of a name, as slots call it. */
export function extensionOf(name: string): string {
  const ext = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return ALIASES[ext] ?? ext
}

/** What a file chooser should offer for a slot: everything the server takes there, under all its names. */
export const acceptOf = (slot: SlotState): string =>
  [...slot.types, ...Object.keys(ALIASES).filter((a) => slot.types.includes(ALIASES[a] ?? ''))].map((x) => `.${x}`).join(',')

export const namesOf = (slot: SlotState): string => slot.types.map((x) => x.toUpperCase()).join(', ')
