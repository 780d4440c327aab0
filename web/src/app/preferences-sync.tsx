import { useEffect, useRef } from 'react'
import { api, asProblem, must } from '../api/client'
import { useSession } from '../api/session'
import { type Preferences, defaults, merged, usePreferences } from './preferences'

/** How long after the last change they are sent, and how long after a failure again. In milliseconds. */
const settleFor = 800
const againAfter = 15_000
/** Whose preferences this browser holds: on a shared machine the next person does not inherit them. */
const ownerShelf = 'xiezhi.preferences.of'

function ownerHere(): string | null {
  try {
    return localStorage.getItem(ownerShelf)
  } catch {
    return null
  }
}

function keepOwner(id: string) {
  try {
    localStorage.setItem(ownerShelf, id)
  } catch {
    // A forbidden shelf keeps no preferences either.
  }
}

/** settled is what somebody has who logs in here: what he set, else what stands in this browser if it is his or nobody's, else what everybody begins with. */
export function settled(kept: Record<string, unknown>, here: Preferences, isHis: boolean): Preferences {
  if (Object.keys(kept).length > 0) return merged(kept)
  return isHis ? here : { ...defaults, language: here.language, theme: here.theme }
}

/** SyncsPreferences makes preferences follow the person: they are fetched once after the log-in, and each change is put there. */
export function SyncsPreferences() {
  const { me } = useSession()
  const [preferences, change] = usePreferences()
  const latest = useRef(preferences)
  useEffect(() => { latest.current = preferences })
  /** What the server has, as text; null until it has said so. */
  const known = useRef<string | null>(null)
  const id = String(me.member.id)

  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const fetchThem = async () => {
      try {
        const kept = (await must(api.GET('/staff/me/preferences'))) as Record<string, unknown>
        if (over) return
        const owner = ownerHere()
        const now = settled(kept, latest.current, owner === null || owner === id)
        known.current = JSON.stringify(now)
        keepOwner(id)
        change(now)
      } catch (error) {
        if (!over && asProblem(error).passing) timer = setTimeout(() => void fetchThem(), againAfter)
      }
    }
    void fetchThem()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [id, change])

  const text = JSON.stringify(preferences)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const isNew = () => known.current !== null && known.current !== text
    const put = async () => {
      if (!isNew()) return
      const before = known.current
      known.current = text
      try {
        await api.PUT('/staff/me/preferences', { body: JSON.parse(text) as Record<string, unknown>, keepalive: true })
      } catch (error) {
        if (known.current === text) known.current = before
        if (asProblem(error).passing) timer = setTimeout(() => void put(), againAfter)
      }
    }
    const leave = () => void put()
    timer = setTimeout(() => void put(), settleFor)
    addEventListener('pagehide', leave)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', leave)
    }
  }, [text])
  return null
}
