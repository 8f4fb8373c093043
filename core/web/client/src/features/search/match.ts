/** Lower case without accents: what is typed in a hurry finds what is written with care. */
export const plain = (s: string): string => s.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '')

const wordsOf = (s: string): string[] => plain(s).split(/[^\p{L}\p{N}]+/u).filter(Boolean)

/** Whether a text has every word asked for, in any order, each perhaps only begun. */
export function hasAll(q: string): (text: string) => boolean {
  const asked = wordsOf(q)
  return (text) => {
    const have = wordsOf(text)
    return asked.length > 0 && asked.every((w) => have.some((h) => h.startsWith(w)))
  }
}
