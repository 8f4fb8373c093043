import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Figure } from '@/api/types.gen'
import { FigureBody } from '@/draw/figure'
import { show } from '@/test/render'
import { both } from '@/test/samples'
import { Split } from './split'

const figure = (value: number | null, more: Partial<Figure> = {}): Figure => ({ value, numerator: value ?? 0, denominator: value ?? 0, proven: value, claimed: 0, approved: null, withdrawn: 0, target: null, status: 'none', as_of: '2026-11-24T00:00:00Z', stale: false, recomputing: false, ...more })

describe('Split', () => {
  it('leads from each value to its own records, also from those that name none', async () => {
    show(<Split measure="a.b" in="count" at="unt_1" period="2026" split={[{ value: 'direct', label: both('Trực tiếp'), figure: figure(4) }, { value: '', label: { vi: '', en: '' }, figure: figure(2, { withdrawn: 1 }) }]} />)
    const lines = within(await screen.findByRole('list', { name: 'Chia theo nội dung' })).getAllByRole('listitem')
    expect(lines.map((l) => l.textContent)).toEqual([expect.stringContaining('Trực tiếp'), expect.stringContaining('Chưa ghi')])
    const links = lines.map((l) => within(l).getByRole('link').getAttribute('href'))
    expect(links).toEqual([expect.stringContaining('part=direct'), expect.stringContaining('part=-')])
    expect(lines[1]).toHaveTextContent('1 hồ sơ đã thu hồi')
  })

  it('shows beside a figure without a value what was withdrawn', async () => {
    show(<FigureBody unit="percent" figure={figure(null, { withdrawn: 2 })} />)
    expect(await screen.findByText('Ngoài ra có 2 hồ sơ đã thu hồi, không tính vào số này')).toBeVisible()
  })
})
