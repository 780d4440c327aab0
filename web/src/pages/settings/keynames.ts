import { commandWords } from '../../app/keysheet'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { words } from '../../i18n/words'
import { type Command, actionKeys } from '../../keys/keymap'
import { actionTypes } from '../../review/desk/draft'

const own = words(
  { reason: (n: string) => `第 ${n} 个原因`, action: (what: string) => `处置：${what}`, up: '上移', down: '下移', left: '左移，后退 5 秒', right: '右移，前进 5 秒', frameBack: '上一帧', frameOn: '下一帧' },
  { reason: (n: string) => `Reason ${n}`, action: (what: string) => `Action: ${what}`, up: 'Up', down: 'Down', left: 'Left, 5 s back', right: 'Right, 5 s on', frameBack: 'One frame back', frameOn: 'One frame on' },
)

/** useCommandName names a command as the key sheet does. */
export function useCommandName(): (command: Command) => string {
  const sheet = useWords(commandWords)
  const t = useWords(own)
  const terms = useTerms()
  return (command) => {
    if (command.startsWith('reason')) return t.reason(command.slice(6))
    if (command.startsWith('action')) {
      const place = actionKeys.findIndex((key) => key === command.slice(6))
      return t.action(terms.act(actionTypes[place] ?? ''))
    }
    if (command === 'note') return sheet.note_
    if (command in t) return t[command as 'up']
    return sheet[command as 'pass']
  }
}
