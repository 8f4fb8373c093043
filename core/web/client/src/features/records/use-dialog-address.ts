import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { RecordPage } from '@/api/types.gen'
import type { Moves } from './use-moves'

const route = getRouteApi('/shell/record/$id')

/**
 * The dialog of a step has an address: a link may lead straight to it, and going
 * back closes it, and nothing else.
 */
export function useDialogAddress(rec: RecordPage, moves: Moves): void {
  const { do: verb } = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const open = moves.asking?.name
  const now = useRef({ rec, moves, open })
  useEffect(() => { now.current = { rec, moves, open } })
  const pushed = useRef(false)
  useEffect(() => {
    const { rec: at, moves: acts, open: shown } = now.current
    if (!verb) {
      pushed.current = false
      if (shown) acts.cancel()
      return
    }
    if (verb === shown) return
    const offer = at.transitions.find((o) => o.name === verb)
    const asks = offer && (offer.allowed || offer.missing.length > 0) && (offer.reason || offer.fields.length > 0 || offer.missing.length > 0)
    const leave = () => void navigate({ search: {}, replace: true, resetScroll: false })
    if (!asks) return leave()
    void acts.begin(offer).then((opened) => { if (!opened) leave() })
  }, [verb, navigate])
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const was = before.current
    before.current = open
    if (open === was) return
    if (open && open !== verb) {
      pushed.current = true
      void navigate({ search: { do: open }, resetScroll: false })
    } else if (!open && verb === was) {
      if (pushed.current) router.history.back()
      else void navigate({ search: {}, replace: true, resetScroll: false })
    }
  }, [open, verb, navigate, router])
}
