import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { vi } from 'vitest'
import { makeQueryClient } from '@/api/query-client'
import { routeTree } from '@/app/router'
import { LanguageContext } from '@/i18n'
import { theme } from '@/ui/theme'

/** The whole product at an address, as its reader meets it. */
export function open(path = '/') {
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false } })
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [path] }) })
  const choose = vi.fn()
  render(
    <QueryClientProvider client={client}>
      <LanguageContext value={choose}>
        <MantineProvider theme={theme} env="test"><RouterProvider router={router as never} /></MantineProvider>
      </LanguageContext>
    </QueryClientProvider>,
  )
  return { user: userEvent.setup(), client, router, choose }
}
