import { useWords } from '@/i18n'
import css from '@/ui/ui.module.css'
import { Skeletons } from '@/ui/state'

/** While a screen is on its way. */
export function Opening() {
  const { t } = useWords()
  return <div className={css.page}><Skeletons rows={4} height={96} label={t('state.loading')} /></div>
}
