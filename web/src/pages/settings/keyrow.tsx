import { RotateCcw, X } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { type Command, type Remapped, faceOf, keysOf } from '../../keys/keymap'
import { Button, IconButton, Key } from '../../ui/button'
import { settingsWords } from './words'

/** Said is what stands in the way of a key. */
export interface Said { text: string; onTakeOver?: () => void }

/** KeyRow is one command and its keys. */
export function KeyRow({ command, name, changed, asking, said, onAsk, onClear, onReset }: {
  command: Command; name: string; changed: Remapped; asking: boolean; said: Said | null; onAsk: () => void; onClear: () => void; onReset: () => void
}) {
  const t = useWords(settingsWords)
  const keys = keysOf(command, changed)
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2 py-1">
      <span className="min-w-0 flex-1 text-ui">{name}</span>
      {asking ? <span className="text-label text-accent">{t.press}</span> : (
        <span className="flex items-center gap-1">
          {keys.filter((key) => !key.includes('Numpad')).map((key) => <Key key={key}>{faceOf(key)}</Key>)}
          {keys.length === 0 && <span className="text-label text-ink-3">{t.noKey}</span>}
          <span className="sr-only">{keys.map(faceOf).join(' ')}</span>
        </span>
      )}
      <span className="flex items-center">
        <Button size="s" look="ghost" aria-label={t.changeKey(name)} aria-pressed={asking} onClick={onAsk}>{t.change}</Button>
        <IconButton size="s" label={t.clearKey(name)} disabled={keys.length === 0} onClick={onClear}><X size={14} /></IconButton>
        <IconButton size="s" label={t.resetKey(name)} disabled={changed[command] === undefined} onClick={onReset}><RotateCcw size={13} /></IconButton>
      </span>
      {said && (
        <span className="flex w-full items-center justify-end gap-2 pb-1 text-label text-warn">
          {said.text}
          {said.onTakeOver && <Button size="s" onClick={said.onTakeOver}>{t.takeOver}</Button>}
        </span>
      )}
    </li>
  )
}
