import { useWords } from './language'
import { type Reason, reasonOf } from './reason'
import { useTerms } from './terms'
import { words } from './words'

const whyWords = words(
  {
    machine: '机器审核', model: '模型', detector: '图片检测服务', flood: '刷屏', wave: '群发', nearWave: '近似群发', by: (lane: string) => `（${lane}）`, system: '系统消息，不审',
    repeats: (n: string) => `10 秒内第 ${n} 次`, spread: (n: string) => `一分钟内 ${n} 人`, near: (n: string) => `一分钟内 ${n} 人发了近似的话`,
    unsure: '不够直接拦截，转人工', risk: '发送人高危，转人工', offences: (n: string) => `此人已被判违规 ${n} 次，直接拦截`, protected: '发送人受保护，转人工',
  },
  {
    machine: 'The machine', model: 'Model', detector: 'Picture detector', flood: 'Flood', wave: 'Wave', nearWave: 'Near wave', by: (lane: string) => ` (${lane})`, system: 'A system message is not judged',
    repeats: (n: string) => `${n} times in 10 s`, spread: (n: string) => `${n} senders in a minute`, near: (n: string) => `${n} senders of nearly this in a minute`,
    unsure: 'not sure enough to deny, so a person decides', risk: 'a high-risk sender, so a person decides', offences: (n: string) => `found against him ${n} times, so denied`, protected: 'a protected sender, so a person decides',
  },
)

/** useWhy tells in the reader's language what a machine's judgement says in the server's words. What a newer server says is shown as it is. */
export function useWhy() {
  const t = useWords(whyWords)
  const terms = useTerms()
  const source = (name: string) => ({ model: t.model, detector: t.detector, flood: t.flood, wave: t.wave, 'near wave': t.nearWave })[name] ?? name
  /** How much a flood or wave was, else the matched term. */
  const what = (from: string, text: string) => {
    const number = /^\d+(?= )/.exec(text)?.[0]
    if (!number) return text
    return from === 'flood' ? t.repeats(number) : from === 'wave' ? t.spread(number) : from === 'near wave' ? t.near(number) : text
  }
  const turn = (text: string) => {
    const times = /^found against him (\d+) times$/.exec(text)?.[1]
    if (times) return t.offences(times)
    return { 'not sure enough to deny': t.unsure, 'a high-risk sender': t.risk, 'a protected sender': t.protected }[text] ?? text
  }
  const sentence = (reason: Reason) => {
    const found = what(reason.source, reason.what)
    const quoted = found && found === reason.what ? `“${found}”` : found
    const by = reason.lane ? t.by(terms.lane(reason.lane)) : ''
    return [`${source(reason.source)} · ${terms.label(reason.label)}${quoted ? ` ${quoted}` : ''}${by} ${reason.sure}`, ...reason.turns.map(turn)].join(' — ')
  }
  const reason = (text: string) => {
    if (text === 'a system message') return t.system
    const read = reasonOf(text)
    return read ? sentence(read) : text
  }
  return {
    source, what,
    /** A reason as a sentence. */
    reason,
    /** Who asked for a live message to be looked at, and in what words, where it was the machine. */
    reporter: (queue: string, reporter: string) => (isMachine(queue, reporter) ? t.machine : null),
    memo: (queue: string, reporter: string, memo: string) => (isMachine(queue, reporter) ? memo.split('\n').map(reason).join('\n') : memo),
  }
}

/** isMachine tells whether a report is the machine's own. */
function isMachine(queue: string, reporter: string): boolean {
  return queue === 'live' && reporter === 'system'
}
