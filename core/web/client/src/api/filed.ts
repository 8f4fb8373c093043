// Whether a person has handed something of their own in from this device: then they need no example any more.

const place = (person: string) => `doanket.filed.${person}`

export const hasFiled = (person: string): boolean => localStorage.getItem(place(person)) !== null

export function markFiled(person: string): void {
  try {
    localStorage.setItem(place(person), '1')
  } catch {
    // a full device goes on showing the example
  }
}
