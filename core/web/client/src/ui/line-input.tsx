import { Textarea, type TextareaProps } from '@mantine/core'

/** One line of text that may be long: it wraps, so that a phone shows all of it. Enter sends the form as an input's would. */
export function LineInput({ onText, ...rest }: Omit<TextareaProps, 'onChange' | 'onKeyDown'> & { onText: (text: string) => void }) {
  return (
    <Textarea
      {...rest}
      minRows={1}
      maxRows={6}
      autoComplete="off"
      onChange={(e) => onText(e.currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' '))}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || e.nativeEvent.isComposing) return
        e.preventDefault()
        e.currentTarget.form?.requestSubmit()
      }}
    />
  )
}
