import { useEffect, useState } from 'react'

/** useNow is the time, which goes on while it matters. */
export function useNow(every = 1000, running = true): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every, running])
  return now
}
