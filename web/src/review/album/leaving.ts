import { useEffect } from 'react'
import { release, releaseOnClose } from '../desk/work'
import { liveWorks } from './batch'
import { type AlbumState, heldWorks, underWay } from './state'

/** useLeaving gives pictures back when the page closes or another queue is opened, and asks before a decision that nobody has received is lost. */
export function useLeaving(latest: { current: AlbumState }) {
  useEffect(() => {
    const now = () => latest.current
    const close = () => {
      for (const work of heldWorks(now())) releaseOnClose(work)
    }
    const back = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload() // what was held has been given back
    }
    const ask = (event: BeforeUnloadEvent) => {
      if (underWay(now()).some((parcel) => parcel.state === 'waiting')) event.preventDefault()
    }
    addEventListener('pagehide', close)
    addEventListener('pageshow', back)
    addEventListener('beforeunload', ask)
    return () => {
      removeEventListener('pagehide', close)
      removeEventListener('pageshow', back)
      removeEventListener('beforeunload', ask)
      // Somebody who looks a user up comes back: then the batch shown waits for him until its lease ends.
      const { batch, next } = now()
      const works = [...next.flatMap(liveWorks), ...(batch && location.pathname.includes('/review/') ? liveWorks(batch) : [])]
      for (const work of works) void release(work).catch(() => {})
    }
  }, [latest])
}
