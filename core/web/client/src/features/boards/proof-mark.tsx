import { useWords } from '@/i18n'
import { IconAlert, IconSeal } from '@/ui/icons'
import css from './boards.module.css'

/** Whether a paper still is what was handed in, in words and a sign. */
export function ProofMark({ sound }: { sound: boolean }) {
  const { t } = useWords()
  const Sign = sound ? IconSeal : IconAlert
  return (
    <span className={`${css.mark} ${sound ? css.sound : css.broken}`}>
      <Sign size={18} aria-hidden />
      {t(sound ? 'lineage.sound' : 'lineage.broken')}
    </span>
  )
}
