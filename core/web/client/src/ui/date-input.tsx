import { ActionIcon, TextInput } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'
import { formatDate, parseDate, useWords } from './words'
import { IconCalendar } from './icons'
import css from './ui.module.css'

/** A day typed as dd/mm/yyyy (5/2/26 and ISO are understood) or picked in the device's own calendar. */
export function DateInput({ label, value, onChange, description, error, required, disabled, id, name }: {
  label: ReactNode
  value: string
  onChange: (iso: string) => void
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  id?: string
  name?: string
}) {
  const { t } = useWords()
  const picker = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const commit = (text: string) => {
    const iso = parseDate(text)
    setWrong(text.trim() !== '' && !iso)
    if (text.trim() === '') onChange('')
    if (iso) onChange(iso)
    if (iso || text.trim() === '') setTyped(null)
  }
  return (
    <div className={css.dateRow}>
      <TextInput
        id={id}
        name={name}
        label={label}
        description={description}
        error={wrong ? t('field.bad_date') : error}
        required={required}
        withAsterisk={required}
        disabled={disabled}
        inputMode="numeric"
        placeholder={t('field.date_shape')}
        autoComplete="off"
        value={typed ?? formatDate(value)}
        onChange={(e) => {
          const text = e.currentTarget.value
          setTyped(text)
          setWrong(false)
          if (/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(text) && parseDate(text)) commit(text)
        }}
        onBlur={(e) => commit(e.currentTarget.value)}
        rightSectionWidth={46}
        rightSection={
          <ActionIcon aria-label={t('field.open_calendar')} disabled={disabled} onClick={() => picker.current?.showPicker()}>
            <IconCalendar size={20} />
          </ActionIcon>
        }
      />
      <input ref={picker} type="date" tabIndex={-1} aria-hidden className={css.nativeDate} value={value.slice(0, 10)} onChange={(e) => { setTyped(null); setWrong(false); onChange(e.currentTarget.value) }} />
    </div>
  )
}
