import { useEffect, useRef, useState } from 'react'

/** Counts down to zero and then acts once; `run` may be called before. */
export function useCountdown(seconds: number | null, act: () => void): { left: number | null; run: () => void } {
  const [left, setLeft] = useState(seconds)
  const latest = useRef(act)
  useEffect(() => { latest.current = act })
  useEffect(() => {
    if (seconds === null) {
      setLeft(null)
      return
    }
    const end = Date.now() + seconds * 1000
    setLeft(seconds)
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      setLeft(rest)
      if (rest === 0) {
        clearInterval(timer)
        latest.current()
      }
    }, 500)
    return () => clearInterval(timer)
  }, [seconds])
  return { left, run: () => latest.current() }
}
