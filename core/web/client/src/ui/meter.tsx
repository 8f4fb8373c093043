import css from './ui.module.css'

/** How much is proven, how much only claimed, and where the target stands; or an amount that asks for no proof. Shape and words tell it, not colour alone. */
export function Meter({ proven, claimed, plain, max, target, label }: { proven: number; claimed: number; /** Neither proven nor claimed. */ plain?: boolean; max: number; target?: number; label: string }) {
  const share = (n: number) => `${Math.max(0, Math.min(100, max > 0 ? (100 * n) / max : 0))}%`
  return (
    <div className={css.meter} role="img" aria-label={label}>
      {claimed > 0 && <div className={plain ? css.meterPlain : css.meterClaimed} style={{ width: share(proven + claimed) }} />}
      {proven > 0 && <div className={css.meterProven} style={{ width: share(proven) }} />}
      {target !== undefined && <div className={css.meterTarget} style={{ left: share(target) }} />}
    </div>
  )
}
