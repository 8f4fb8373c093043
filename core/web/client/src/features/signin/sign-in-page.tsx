import { useEffect } from 'react'
import type { Me } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { Front } from './front'
import { Providers } from './providers'
import { SignInForm } from './sign-in-form'

export function SignInPage({ onEntered }: { onEntered: (me: Me) => void }) {
  const { t } = useWords()
  useEffect(() => { document.title = `${t('signin.title')} · Đoàn Kết` }, [t])
  return (
    <Front title={t('signin.title')} help={t('signin.help')}>
      <SignInForm onEntered={onEntered} />
      <Providers />
    </Front>
  )
}
