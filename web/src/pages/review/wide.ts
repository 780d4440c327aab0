import { useSyncExternalStore } from 'react'

const media = typeof matchMedia === 'function' ? matchMedia('(min-width: 1024px)') : null

/** useIsWide tells whether there is room to review: all that is needed to decide must be in sight. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      media?.addEventListener('change', changed)
      return () => media?.removeEventListener('change', changed)
    },
    () => media?.matches ?? true,
  )
}
