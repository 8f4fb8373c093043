import { beforeEach, expect, test } from 'vitest'
import { countUse, usesBefore, usesOf } from './used'

beforeEach(() => localStorage.clear())

test('the menu keeps its order through the day and learns over night', () => {
  expect(usesBefore('per_lan', 'Mon')).toEqual({})
  expect(localStorage.length).toBe(0) // who only looks leaves nothing behind
  countUse('per_lan', 'core.meeting', 'Mon')
  countUse('per_lan', 'core.meeting', 'Mon')
  expect(usesBefore('per_lan', 'Mon')).toEqual({}) // the page was loaded again
  expect(usesBefore('per_lan', 'Tue')).toEqual({ 'core.meeting': 2 })
  countUse('per_lan', 'core.recommendation', 'Tue')
  expect(usesBefore('per_lan', 'Tue')).toEqual({ 'core.meeting': 2 })
  expect(usesOf('per_lan')).toEqual({ 'core.meeting': 2, 'core.recommendation': 1 })
  expect(usesBefore('per_an', 'Tue')).toEqual({})
})

test('what is no count of ours orders nothing', () => {
  localStorage.setItem('doanket.used-before.per_lan', 'Mon\n{broken')
  expect(usesBefore('per_lan', 'Mon')).toEqual({})
  localStorage.setItem('doanket.used.per_lan', '[1, "x"]')
  expect(() => usesBefore('per_lan', 'Tue')).not.toThrow()
})
