import '@/ui/mantine.css'
import '@/ui/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/app'
import { loadLanguage, storedLanguage } from '@/i18n'

const lang = storedLanguage() ?? 'vi'
const root = createRoot(document.getElementById('root') as HTMLElement)
void loadLanguage(lang).catch(() => undefined).finally(() => root.render(<StrictMode><App lang={lang} /></StrictMode>))
