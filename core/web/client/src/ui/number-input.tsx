import { TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { formatExact, parseNumber, useWords } from './words'

/** A number in the Vietnamese way of writing: 1.234,5. */
export function NumberInput({ label, value, onChange, description, error, required, disabled, whole, plain, suffix, id }: {
  label: ReactNode
  value: number | null
  onChange: (n: number | null) => void
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  whole?: boolean
  /** Without a point between thousands: a year. */
  plain?: boolean
  suffix?: string
  id?: string
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const take = (text: string, final: boolean) => {
    if (text.trim() === '') {
      onChange(null)
      setWrong(false)
      if (final) setTyped(null)
      return
    }
    const n = parseNumber(text)
    const ok = n !== undefined && (!whole || Number.isInteger(n))
    if (ok) onChange(n)
    if (final) {
      setWrong(!ok)
      if (ok) setTyped(null)
    }
  }
  return (
    <TextInput
      id={id}
      label={label}
      description={description}
      error={wrong ? t(whole ? 'field.bad_whole' : 'field.bad_number') : error}
      required={required}
      withAsterisk={required}
      disabled={disabled}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed ?? (value === null ? '' : plain ? String(value) : formatExact(value))}
      onChange={(e) => { setTyped(e.currentTarget.value); take(e.currentTarget.value, false) }}
      onBlur={(e) => take(e.currentTarget.value, true)}
      rightSectionWidth={suffix ? 70 : undefined}
      rightSection={suffix ? <span aria-hidden style={{ color: 'var(--ink-2)', paddingRight: 10 }}>{suffix}</span> : undefined}
    />
  )
}
