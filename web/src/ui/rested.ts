import { useEffect, useState } from 'react'

/** useRested is a value when it has not changed for a while, as when the typing rests. */
export function useRested<V>(value: V, ms: number): V {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return rested
}
