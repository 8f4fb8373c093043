import { fieldAnchor, slotAnchor } from '@/draw/words'

/** Leads the eye and the keyboard to a field or a slot. */
export function jump(name: string): void {
  const target = document.getElementById(fieldAnchor(name)) ?? document.getElementById(slotAnchor(name)) ?? document.getElementById(`fact-${name}`)
  if (!target) return
  target.closest('details')?.setAttribute('open', '')
  const calm = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches
  target.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' })
  target.focus({ preventScroll: true })
}
