import { useWords } from '@/i18n'
import { Ask } from '@/ui/ask'
import { NavList } from './nav-list'
import { UserBlock } from './user-block'

/** On a phone: every way, and the way out. */
export function AllWays({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Ask opened={opened} onClose={onClose} title={t('nav.more_title')}>
      <nav aria-label={t('nav.more_title')}>
        <NavList onGo={onClose} />
        <UserBlock onGo={onClose} />
      </nav>
    </Ask>
  )
}
