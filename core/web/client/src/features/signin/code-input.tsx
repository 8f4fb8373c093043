import { TextInput } from '@mantine/core'
import { useWords } from '@/i18n'
import css from './signin.module.css'

/** The code of the second factor; a recovery code fits as well, hence no six boxes. */
export function CodeInput({ value, onChange, error }: { value: string; onChange: (code: string) => void; error?: string }) {
  const { t } = useWords()
  return (
    <TextInput
      className={css.code}
      label={t('signin.code')}
      description={t('signin.code_hint')}
      error={error}
      required
      withAsterisk={false}
      autoFocus
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
