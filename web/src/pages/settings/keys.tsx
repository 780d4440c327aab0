import { useEffect, useState } from 'react'
import { usePreferences } from '../../app/preferences'
import { commandWords } from '../../app/keysheet'
import { useWords } from '../../i18n/language'
import { type Command, type Remapped, chordOf, faceOf } from '../../keys/keymap'
import { captureNext } from '../../keys/keys'
import { Button } from '../../ui/button'
import { Switch } from '../../ui/field'
import { Block } from './block'
import { KeyRow, type Said } from './keyrow'
import { useCommandName } from './keynames'
import { assigned, groups, holderOf, isReserved, restored, takenOver } from './remap'
import { settingsWords } from './words'

const order = ['decide', 'move', 'work', 'anywhere'] as const

/** Keys is where every command's key can be changed, taken off, and had back. */
export function Keys() {
  const t = useWords(settingsWords)
  const sheet = useWords(commandWords)
  const nameOf = useCommandName()
  const [preferences, change] = usePreferences()
  const [asking, setAsking] = useState<Command | null>(null)
  const [said, setSaid] = useState<{ command: Command; what: Said } | null>(null)
  const changed: Remapped = preferences.keys
  useEffect(() => () => captureNext(null), [])

  const set = (keys: Remapped) => {
    setSaid(null)
    change({ keys })
  }
  const listen = (command: Command) => {
    setSaid(null)
    setAsking(command)
    captureNext((event) => {
      setAsking(null)
      const chord = chordOf(event)
      if (chord === 'Escape') return
      if (isReserved(chord)) {
        setSaid({ command, what: { text: t.reserved(faceOf(chord)) } })
        return
      }
      const holder = holderOf(chord, command, changed)
      if (holder) setSaid({ command, what: { text: t.taken(faceOf(chord), nameOf(holder)), onTakeOver: () => set(takenOver(changed, command, chord)) } })
      else set(assigned(changed, command, chord))
    })
  }
  const stop = () => {
    captureNext(null)
    setAsking(null)
  }
  const reset = (command: Command) => {
    const { changed: next, taken } = restored(changed, command)
    if (taken) setSaid({ command, what: { text: t.taken(faceOf(taken.chord), nameOf(taken.by)) } })
    else set(next)
  }
  return (
    <Block id="keys" title={t.keys} note={t.keysNote}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Switch label={t.singleKeys} checked={preferences.singleKeys} onChange={(singleKeys) => change({ singleKeys })} />
        <Button size="s" disabled={Object.keys(changed).length === 0} onClick={() => set({})}>{t.resetAll}</Button>
      </div>
      {!preferences.singleKeys && <p className="text-label text-warn">{t.singleKeysOff}</p>}
      <p role="status" className="sr-only-live">{asking ? t.pressing(nameOf(asking)) : (said?.what.text ?? '')}</p>
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 min-[1280px]:grid-cols-2">
        {order.map((group) => (
          <div key={group} className={group === 'decide' ? 'min-[1280px]:row-span-3' : undefined}>
            <h3 className="pb-1 text-label font-medium text-ink-3">{sheet[group]}</h3>
            <ul className="divide-y divide-line border-y border-line">
              {groups[group].map((command) => (
                <KeyRow
                  key={command} command={command} name={nameOf(command)} changed={changed} asking={asking === command} said={said?.command === command ? said.what : null}
                  onAsk={() => (asking === command ? stop() : listen(command))} onClear={() => set(assigned(changed, command, null))} onReset={() => reset(command)}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Block>
  )
}
