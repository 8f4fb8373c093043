import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { MeContext } from '@/api/me'
import { makeQueryClient } from '@/api/query-client'
import type { Me } from '@/api/types.gen'
import { theme } from '@/ui/theme'
import { me as someone } from './samples'

/** A part of a screen where it stands in the product: signed in, with data, words, looks and addresses. */
export function show(part: ReactNode, { me = someone(), path = '/' }: { me?: Me; path?: string } = {}) {
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false } })
  const root = createRootRoute()
  const any = createRoute({ getParentRoute: () => root, path: '$', component: () => part })
  const router = createRouter({ routeTree: root.addChildren([any]), history: createMemoryHistory({ initialEntries: [path] }) })
  const user = userEvent.setup()
  const screen = render(
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} env="test">
        <MeContext value={me}>
          {/* The tests' router has other routes than the product's. */}
          <RouterProvider router={router as never} />
        </MeContext>
      </MantineProvider>
    </QueryClientProvider>,
  )
  return { ...screen, client, router, user }
}
