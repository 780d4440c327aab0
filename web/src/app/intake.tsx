import { type ReactNode, createContext, useContext, useState } from 'react'

const Taking = createContext<[boolean, (on: boolean) => void]>([true, () => {}])

/** TakesCases remembers, until the page is closed, whether somebody takes cases or has a break. */
export function TakesCases({ children }: { children: ReactNode }) {
  return <Taking value={useState(true)}>{children}</Taking>
}

/** useIntake tells whether cases are taken, and changes it. */
export function useIntake() {
  return useContext(Taking)
}
