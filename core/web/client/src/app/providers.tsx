import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { setRequestLanguage } from '@/api/client'
import { whenActFails, whenActIsRemarked } from '@/api/query-client'
import { sentence } from '@/draw/problem'
import { LanguageContext, loadLanguage, storeLanguage, wordsIn, WordsContext, type Lang } from '@/i18n'
import { styleNumber } from '@/ui/style-number'
import { tell, useSaid } from '@/ui/tell'
import { theme } from '@/ui/theme'

const Told = lazy(() => import('@/ui/told').then((m) => ({ default: m.Told })))

/** What every screen stands in: the server's data, the words, the looks. */
export function Providers({ lang: first, client, children }: { lang: Lang; client: QueryClient; children: ReactNode }) {
  const [lang, setLang] = useState(first)
  const said = useSaid()
  const words = useMemo(() => wordsIn(lang), [lang])
  useEffect(() => {
    document.documentElement.lang = lang
    setRequestLanguage(lang)
    whenActFails((problem) => tell({ color: 'late', title: words.t('problem.title.refused'), message: sentence(words, problem), autoClose: 9000 }))
    whenActIsRemarked((sentence) => tell({ message: sentence, autoClose: 15_000 }))
  }, [lang, words])
  const choose = useCallback((next: Lang) => {
    loadLanguage(next).then(
      () => {
        storeLanguage(next)
        setLang(next)
      },
      () => tell({ message: words.t('nav.language_offline') }),
    )
  }, [words])
  return (
    <QueryClientProvider client={client}>
      <LanguageContext value={choose}>
        <WordsContext value={words}>
          <MantineProvider theme={theme} getStyleNonce={styleNumber} defaultColorScheme="light" forceColorScheme="light">
            {said && <Suspense fallback={null}><Told /></Suspense>}
            {children}
          </MantineProvider>
        </WordsContext>
      </LanguageContext>
    </QueryClientProvider>
  )
}
