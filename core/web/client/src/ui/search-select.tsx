import { Combobox, InputBase, Loader, useCombobox } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Combobox.css'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { useWords } from './words'
import { BELOW } from './below'
import { IconX } from './icons'
import { ActionIcon } from '@mantine/core'

export interface Option { value: string; label: string; note?: string }

/** One choice out of many, searched elsewhere: the caller is told what is typed and gives the options. */
export function SearchSelect({ label, description, error, required, disabled, chosen, options, loading, onSearch, onChoose, placeholder, id, clearable = true }: {
  label: ReactNode
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  /** What the choice is called; empty when there is none. */
  chosen: string
  options: Option[]
  loading?: boolean
  onSearch: (q: string) => void
  onChoose: (option: Option | null) => void
  placeholder?: string
  id?: string
  clearable?: boolean
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const search = useDebouncedCallback(onSearch, 250)
  // While the next answer is on its way the last one stays, so that a choice under the finger is not taken away.
  const [held, setHeld] = useState(options)
  if (!loading && !same(held, options)) setHeld(options)
  const shown = loading && options.length === 0 ? held : options
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setTyped(null)
    },
    onDropdownOpen: () => onSearch(''),
  })
  return (
    <Combobox
      store={box}
      {...BELOW}
      width="target"
      onOptionSubmit={(value) => {
        const chosen = shown.find((o) => o.value === value)
        if (chosen) onChoose(chosen)
        setTyped(null)
        box.closeDropdown()
      }}
    >
      <Combobox.Target>
        <InputBase
          id={id}
          size="md"
          label={label}
          description={description}
          error={error}
          required={required}
          withAsterisk={required}
          disabled={disabled}
          placeholder={placeholder ?? t('picker.type_to_search')}
          autoComplete="off"
          value={typed ?? chosen}
          onChange={(e) => {
            setTyped(e.currentTarget.value)
            search(e.currentTarget.value)
            box.openDropdown()
            box.updateSelectedOptionIndex()
          }}
          onClick={() => box.openDropdown()}
          onFocus={(e) => e.currentTarget.select()}
          onBlur={() => box.closeDropdown()}
          rightSectionPointerEvents="all"
          rightSection={
            loading && box.dropdownOpened ? <Loader size={18} /> : chosen && clearable && !disabled ? (
              <ActionIcon size={36} aria-label={t('picker.clear')} onMouseDown={(e) => e.preventDefault()} onClick={() => { setTyped(null); onChoose(null) }}>
                <IconX size={18} />
              </ActionIcon>
            ) : <Combobox.Chevron />
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={typeof label === 'string' ? label : undefined}>
          {shown.map((o) => (
            <Combobox.Option value={o.value} key={o.value} style={{ minHeight: 44, fontSize: '1rem', lineHeight: 1.5 }}>
              {o.label}
              {o.note && <span style={{ display: 'block', color: 'var(--ink-2)' }}>{o.note}</span>}
            </Combobox.Option>
          ))}
          {shown.length === 0 && <Combobox.Empty style={{ fontSize: '1rem' }}>{t(loading ? 'picker.searching' : 'picker.nothing')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

const same = (a: Option[], b: Option[]) => a.length === b.length && a.every((o, i) => o.value === b[i]?.value && o.label === b[i].label && o.note === b[i].note)
