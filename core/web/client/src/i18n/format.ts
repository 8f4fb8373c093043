// Dates are dd/mm/yyyy and numbers 1.234,5 in both languages: the papers are Vietnamese.

const numbers = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 })
const exact = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 })

export const formatNumber = (n: number): string => numbers.format(n)
export const formatExact = (n: number): string => exact.format(n)

/** "2026-11-05" → "05/11/2026", an instant → its day in Vietnam; anything else comes back as it is. */
export function formatDate(iso: string | null | undefined): string {
  if (iso && iso.includes('T') && !Number.isNaN(Date.parse(iso))) return formatDate(day.format(new Date(iso)))
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '')
  return m ? `${m[3]}/${m[2]}/${m[1]}` : (iso ?? '')
}

const clock = new Intl.DateTimeFormat('vi-VN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Ho_Chi_Minh' })
const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' })

/** An instant as "07:42". */
export const formatTime = (at: string | number | Date): string => clock.format(new Date(at))

/** An instant as "07:42 05/11/2026". */
export function formatInstant(at: string | null | undefined): string {
  if (!at) return ''
  const d = new Date(at)
  return Number.isNaN(d.getTime()) ? at : `${clock.format(d)} ${formatDate(day.format(d))}`
}

/** Reads 5/2/26, 05-02-2026, 05.02.2026 and 2026-02-05; never mm/dd; null when it is no day. */
export function parseDate(text: string): string | null {
  const s = text.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(s)
  const local = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{2}|\d{4})$/.exec(s)
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : null
  if (!parts) return null
  const [y = 0, m = 0, d = 0] = parts.map(Number)
  const year = y < 100 ? 2000 + y : y
  const date = new Date(Date.UTC(year, m - 1, d))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null
  return date.toISOString().slice(0, 10)
}

/** Reads "1.234,5", "1 234,5", "1234.5"; undefined when it is no number. */
export function parseNumber(text: string): number | undefined {
  const s = text.replace(/\s/g, '')
  const plain = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(s) || s.includes(',') ? s.replaceAll('.', '').replace(',', '.') : s
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined
  return Number(plain)
}

/** Days from `from` to `to`, both "yyyy-mm-dd"; negative when `to` is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export function formatBytes(n: number): string {
  if (n < 1024) return `${n} B`
  if (n < 1024 * 1024) return `${formatNumber(n / 1024)} KB`
  if (n < 1024 ** 3) return `${formatNumber(n / 1024 ** 2)} MB`
  return `${formatNumber(n / 1024 ** 3)} GB`
}

/** Names in Vietnamese order, numbers by their worth: Thôn 2 before Thôn 10. */
export const compareNames = new Intl.Collator('vi', { numeric: true }).compare

/** Lower case without marks, đ as d: the key Vietnamese search compares by. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim()
}

/** A name inside a sentence: its first letter small, unless it begins with an abbreviation ("UBND trả lời"). */
export function inSentence(name: string): string {
  const second = name.charAt(1)
  if (second !== '' && second !== second.toLocaleLowerCase('vi')) return name
  return name.charAt(0).toLocaleLowerCase('vi') + name.slice(1)
}
