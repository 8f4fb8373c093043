import { Modal } from '@mantine/core'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useMediaQuery } from '@mantine/hooks'
import type { Me } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { SignInForm } from './sign-in-form'
import css from './signin.module.css'

/** The session ended while somebody was at work: they sign in over their screen, which stays as it is. */
export function SessionEnded({ login, onEntered }: { login: string; onEntered: (me: Me) => void }) {
  const { t } = useWords()
  const phone = useMediaQuery('(max-width: 36em)')
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={t('signin.again')} fullScreen={phone}>
      <div className={css.form}>
        <p className={css.sub}>{t('signin.again_hint')}</p>
        <SignInForm login={login} onEntered={onEntered} />
      </div>
    </Modal>
  )
}
