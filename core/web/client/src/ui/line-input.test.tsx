import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { show } from '@/test/render'
import { LineInput } from './line-input'

function Form({ onSent }: { onSent: (text: string) => void }) {
  const [text, setText] = useState('')
  return <form onSubmit={(e) => { e.preventDefault(); onSent(text) }}><LineInput label="Tên" value={text} onText={setText} /></form>
}

describe('a line that wraps', () => {
  it('is one line whatever is pasted, and Enter sends the form', async () => {
    const sent = vi.fn()
    const { user } = show(<Form onSent={sent} />)
    const box = await screen.findByRole('textbox', { name: 'Tên' })
    fireEvent.change(box, { target: { value: 'Học tập\nnghị quyết' } })
    expect(box).toHaveValue('Học tập nghị quyết')
    await user.type(box, '{Enter}')
    expect(sent).toHaveBeenCalledWith('Học tập nghị quyết')
  })
})
