/** A text cut at a word to so many letters, with a sign that more follows; a single word that is longer stays whole. */
export function shorten(text: string, room: number): string {
  const whole = text.trim()
  if (whole.length <= room) return whole
  const end = whole.lastIndexOf(' ', room)
  const kept = end > 0 ? whole.slice(0, end) : (whole.split(' ')[0] ?? whole)
  return kept === whole ? whole : `${kept.replace(/[\s,.;:–-]+$/, '')}…`
}
