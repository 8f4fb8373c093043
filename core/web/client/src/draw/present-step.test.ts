import { describe, expect, it } from 'vitest'
import type { Kind } from '@/api/types.gen'
import { kind } from '@/test/samples'
import { presentStep } from './present-step'

const step = (name: string, from: string[], more: object) => ({ name, label: { vi: name, en: name }, from, to: 'x', roles: [], ...more })

describe('the step a form is about', () => {
  const withSteps = (...transitions: object[]): Kind => ({ ...kind(), lifecycle: { ...kind().lifecycle, transitions } } as Kind)
  it('needs what its main step requires, beside what the kind always requires', () => {
    const { required } = presentStep(withSteps(step('drop', ['draft'], { require: ['people'] }), step('send', ['draft'], { tone: 'primary', require: ['held_on'] })), 'draft')
    expect([...required].sort()).toEqual(['held_on', 'subject'])
  })
  it('leaves for later what only a later step asks for, its lists whole', () => {
    const k = withSteps(step('send', ['draft'], { fields: ['form'] }), step('report', ['sent'], { fields: ['people', 'form', 'subject', 'points.text'] }))
    expect([...presentStep(k, 'draft').later].sort()).toEqual(['people', 'points'])
    expect(presentStep(k, 'sent').later.size).toBe(0)
  })
})
