import { Modal } from '@mantine/core'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useWords } from './words'

/** A dialog: the whole screen on a phone, a card on a desk. */
export function Ask({ opened, onClose, title, children, size = 'lg' }: { opened: boolean; onClose: () => void; title: ReactNode; children: ReactNode; size?: string }) {
  const { t } = useWords()
  const phone = useMediaQuery('(max-width: 36em)')
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={size} fullScreen={phone} closeButtonProps={{ 'aria-label': t('action.close'), size: 44 }} returnFocus>
      {children}
    </Modal>
  )
}
