import { Component, type ReactNode } from 'react'
import { WordsContext } from '@/i18n'

/** The last net, below which nothing is drawn: plain words and a way out, no library. */
export class Catch extends Component<{ children: ReactNode }, { failed: boolean }> {
  static contextType = WordsContext
  declare context: React.ContextType<typeof WordsContext>
  state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  render() {
    if (!this.state.failed) return this.props.children
    const { t } = this.context
    return (
      <main style={{ padding: '48px 24px', maxWidth: 560, margin: '0 auto', fontSize: '1.0625rem', lineHeight: 1.6 }} role="alert">
        <h1 style={{ fontSize: '1.5rem' }}>{t('problem.title.broken')}</h1>
        <p style={{ margin: '12px 0 20px' }}>{t('broken.hint')}</p>
        <button type="button" style={{ font: 'inherit', minHeight: 44, padding: '0 20px' }} onClick={() => window.location.reload()}>{t('action.reload')}</button>
      </main>
    )
  }
}
