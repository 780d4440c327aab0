import { useState, useSyncExternalStore } from 'react'
import { Speaks, useWords } from '../src/i18n/language'
import type { Language } from '../src/i18n/words'
import { Bell } from './bell'
import { Door, Picker } from './doors'
import { Flight } from './flight'
import type { Party } from './party'
import { People } from './people'
import { Ring } from './ring'
import { Stage } from './stage'
import { Talk } from './talk'
import { page } from './words'

const languageKey = 'xiezhi.party.language'

export function App({ party, picked }: { party: Party; picked: boolean }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(languageKey) === 'en' ? 'en' : 'zh'))
  const turn = () => {
    const next = language === 'zh' ? 'en' : 'zh'
    localStorage.setItem(languageKey, next)
    setLanguage(next)
  }
  return (
    <Speaks language={language}>
      {picked ? <Rooms party={party} turn={turn} /> : <Picker turn={turn} />}
    </Speaks>
  )
}

function Rooms({ party, turn }: { party: Party; turn: () => void }) {
  const state = useSyncExternalStore(party.subscribe, () => party.state)
  const w = useWords(page)
  if (state.phase !== 'in') return <Door phase={state.phase} />
  const { call, note } = state
  const staged = call !== null && (call.stage !== 'ringing' || call.mine)
  return (
    <div className="rooms" data-open={state.open !== null || staged || undefined} data-staged={staged || undefined}>
      <People party={party} state={state} turn={turn} />
      <main className="room">
        {staged && <Stage party={party} call={call} />}
        <Talk key={state.open ?? ''} party={party} state={state} />
      </main>
      {call && !staged && <Ring party={party} call={call} />}
      {call?.stage === 'ringing' && !call.mine && <Bell />}
      {state.flight && <Flight key={state.flight.id} flight={state.flight} />}
      <div className="notes" role="status" aria-live="polite">
        {note && <p key={note.id} className="note" data-bad={note.bad || undefined}>{w[note.word] as string}</p>}
        {!state.linked && !note && <p className="note" data-late>{w.unlinked}</p>}
      </div>
    </div>
  )
}
