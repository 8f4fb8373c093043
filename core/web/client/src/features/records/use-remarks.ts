import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { remarksOf } from '@/api/records'
import type { Fields, Kind, Offer, RecordPage, Warning } from '@/api/types.gen'

const QUIET = 700
const PATIENCE = 4_000

/** Whether anything could be remarked of the step: a rule that only advises, or its module. */
export const mayBeRemarked = (kind: Kind | undefined, offer: Pick<Offer, 'name'>): boolean =>
  (kind?.rules ?? []).some((r) => r.advisory && (!r.on?.length || r.on.includes(offer.name))) || kind?.lifecycle.transitions.find((t) => t.name === offer.name)?.decide === 'go'

/** What would be remarked of a step as it is filled in now; nothing where nobody answers. */
export function useRemarks(rec: RecordPage, kind: Kind, offer: Offer, fields: Fields, reason: string): Warning[] {
  const [body] = useDebouncedValue({ fields, reason: reason.trim() }, QUIET)
  const { data } = useQuery({
    queryKey: keys.remarks(rec.id, rec.version, offer.name, body),
    queryFn: ({ signal }) => remarksOf(rec, offer.name, body, signal),
    enabled: mayBeRemarked(kind, offer),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
  return data ?? []
}

/** The same for a step that asks nothing: asked once, and not waited for long. */
export async function remarksNow(rec: RecordPage, kind: Kind | undefined, offer: Offer): Promise<Warning[]> {
  if (!mayBeRemarked(kind, offer)) return []
  try {
    return await remarksOf(rec, offer.name, {}, AbortSignal.timeout(PATIENCE))
  } catch (e) {
    if (isProblem(e) || (e instanceof DOMException && e.name === 'TimeoutError')) return []
    throw e
  }
}
