// How often a person opened the records of each kind on this device: what is used most stands first in the menu.

const place = (person: string) => `doanket.used.${person}`
const morning = (person: string) => `doanket.used-before.${person}`
const ENOUGH = 200 // then all counts are halved, so that a new habit is seen

export function usesOf(person: string): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(person)) ?? '{}')
    return Object.fromEntries(Object.entries(kept ?? {}).filter(([, n]) => typeof n === 'number'))
  } catch {
    return {}
  }
}

const today = (): string => new Date().toDateString()

/** The uses of the days before this one, so that a menu is the same from morning to evening, however often the page is loaded. */
export function usesBefore(person: string, day = today()): Record<string, number> {
  try {
    const [kept, text] = (localStorage.getItem(morning(person)) ?? '').split('\n')
    return kept === day && text ? (JSON.parse(text) as Record<string, number>) : usesOf(person)
  } catch {
    return {}
  }
}

export function countUse(person: string, kind: string, day = today()): void {
  const uses = usesOf(person)
  const before = usesBefore(person, day)
  uses[kind] = (uses[kind] ?? 0) + 1
  const many = Object.values(uses).reduce((a, b) => a + b, 0) > ENOUGH
  try {
    localStorage.setItem(morning(person), `${day}\n${JSON.stringify(before)}`)
    localStorage.setItem(place(person), JSON.stringify(many ? Object.fromEntries(Object.entries(uses).map(([k, n]) => [k, n / 2])) : uses))
  } catch {
    // a full device keeps the order it has
  }
}
