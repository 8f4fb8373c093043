import type { Vault } from './vault'

export { openVault } from './vault'

/** What is kept for a person, by place; what does not open stays where it is. */
export async function bringIn(vault: Vault, person: string, prefix: string): Promise<[string, unknown][]> {
  const out: [string, unknown][] = []
  for (const place of Object.keys(localStorage).filter((k) => k.startsWith(prefix))) {
    const value = await vault.open(place, localStorage.getItem(place) ?? '').catch(() => undefined)
    if (value !== undefined) out.push([place, value])
  }
  await sealOld(vault, person, prefix, out)
  return out
}

/** An earlier client kept things in clear: they are sealed like all others. */
async function sealOld(vault: Vault, person: string, prefix: string, out: [string, unknown][]): Promise<void> {
  const take = async (old: string, things: [string, unknown][]) => {
    for (const [name, value] of things) {
      localStorage.setItem(prefix + name, await vault.seal(prefix + name, value))
      out.push([prefix + name, value])
    }
    localStorage.removeItem(old)
  }
  const read = (old: string): unknown => {
    try {
      return JSON.parse(localStorage.getItem(old) ?? 'null')
    } catch {
      return null
    }
  }
  const drafts = `doanket.kept.${person}.`
  for (const old of Object.keys(localStorage).filter((k) => k.startsWith(drafts))) await take(old, [[`kept.${old.slice(drafts.length)}`, read(old)]])
  const acts = read(`doanket.acts.${person}`)
  if (Array.isArray(acts)) await take(`doanket.acts.${person}`, acts.map((a: { key: string }) => [`act.${a.key}`, a]))
}
