import { Button } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { IconCheck, IconCopy } from './icons'

/** Copies a text and says so; where the browser refuses, the text stands beside it to be selected by hand. */
export function CopyButton({ text, children, done, failed, label, variant = 'default' }: { text: string; children: ReactNode; done: ReactNode; failed: ReactNode; label?: string; variant?: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 4000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () => {
    navigator.clipboard?.writeText(text).then(() => setState('done'), () => setState('failed'))
    if (!navigator.clipboard) setState('failed')
  }
  return (
    <>
      <Button variant={variant} onClick={copy} aria-label={state === 'idle' ? label : undefined} leftSection={state === 'done' ? <IconCheck size={18} /> : <IconCopy size={18} />}>
        {state === 'done' ? done : state === 'failed' ? failed : children}
      </Button>
      <span className="sr-only" role="status">{state === 'done' ? done : state === 'failed' ? failed : ''}</span>
    </>
  )
}
