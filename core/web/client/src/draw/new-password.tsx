import { PasswordInput } from '@mantine/core'
import { useWords } from '@/i18n'

export const SHORTEST = 10

/** Why a new password cannot be taken yet; null when it can. The server has the last word. */
export function weakness(password: string, again: string): { field: 'password' | 'again'; word: 'password.too_short' | 'password.differs' } | null {
  if ([...password.normalize('NFC')].length < SHORTEST) return { field: 'password', word: 'password.too_short' }
  return password === again ? null : { field: 'again', word: 'password.differs' }
}

/** A new password, typed twice. */
export function NewPassword({ password, again, onPassword, onAgain, errors }: {
  password: string
  again: string
  onPassword: (v: string) => void
  onAgain: (v: string) => void
  errors: { password?: string; again?: string }
}) {
  const { t } = useWords()
  const toggle = { 'aria-label': t('password.show') }
  return (
    <>
      <PasswordInput label={t('password.new')} description={t('password.hint', { n: SHORTEST })} required withAsterisk={false} autoComplete="new-password" visibilityToggleButtonProps={toggle} value={password} onChange={(e) => onPassword(e.currentTarget.value)} error={errors.password} />
      <PasswordInput label={t('password.again')} required withAsterisk={false} autoComplete="new-password" visibilityToggleButtonProps={toggle} value={again} onChange={(e) => onAgain(e.currentTarget.value)} error={errors.again} />
    </>
  )
}
