import { describe, expect, it } from 'vitest'
import { shorten } from './short'

describe('a long title', () => {
  const title = 'Giám sát việc chi trả chế độ cho người có công với cách mạng'
  it('ends with a whole word and says that more follows', () => {
    expect(shorten(title, 27)).toBe('Giám sát việc chi trả chế…')
    expect(shorten(title, 26)).toBe('Giám sát việc chi trả chế…')
    expect(shorten('Thăm hỏi, động viên', 10)).toBe('Thăm hỏi…')
  })
  it('stays as it is where there is room, and never loses a word that is longer than the room', () => {
    expect(shorten(title, title.length)).toBe(title)
    expect(shorten('Supercalifragilistic', 8)).toBe('Supercalifragilistic')
    expect(shorten('Supercalifragilistic là gì', 8)).toBe('Supercalifragilistic…')
  })
})
