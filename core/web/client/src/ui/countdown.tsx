import { useEffect, useRef, useState } from 'react'

/** Counts down to zero and then acts once; `run` may be called before. */
export function useCountdown(seconds: number | null, act: () => void): { left: number | null; run: () => void } {
  const [tick, setTick] = useState({ of: seconds, left: seconds })
  const latest = useRef(act)
  useEffect(() => { latest.current = act })
  useEffect(() => {
    if (seconds === null) return
    const end = Date.now() + seconds * 1000
    const step = () => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      setTick({ of: seconds, left: rest })
      if (rest === 0) {
        clearInterval(timer)
        latest.current()
      }
    }
    const timer = setInterval(step, 500)
    return () => clearInterval(timer)
  }, [seconds])
  // Until the first tick of a new countdown, what is left is all of it.
  const left = seconds === null || tick.of !== seconds ? seconds : tick.left
  return { left, run: () => latest.current() }
}
