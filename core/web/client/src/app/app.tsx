import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { makeQueryClient } from '@/api/query-client'
import type { Lang } from '@/i18n'
import { Catch } from './catch'
import { Providers } from './providers'
import { router } from './router'

export function App({ lang }: { lang: Lang }) {
  const [client] = useState(makeQueryClient)
  return (
    <Providers lang={lang} client={client}>
      <Catch><RouterProvider router={router} /></Catch>
    </Providers>
  )
}
