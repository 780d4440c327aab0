import { useWords } from './language'
import { type Reason, reasonOf } from './reason'
import { useTerms } from './terms'
import { words } from './words'

const whyWords = words(
  {
    model: '模型', detector: '图片检测服务', flood: '刷屏', wave: '群发', nearWave: '近似群发', by: (lane: string) => `（${lane}）`, system: '系统消息，不审',
    repeats: (n: string) => `10 秒内第 ${n} 次`, spread: (n: string) => `一分钟内 ${n} 人`, near: (n: string) => `一分钟内 ${n} 人发了近似的话`, code: '二维码', bits: (n: string) => `256 位里差 ${n} 位`, says: (text: string) => `二维码内容：${text}`,
    noModel: '没有图片检测服务，转人工看', unseen: (why: string) => `图片没有检查成：${why}`, cannot: '图片没法检查', clear: (sure: string) => `检测服务没有发现问题 ${sure}`, faint: (sure: string) => `检测服务没有发现问题，但把握不够 ${sure}`, torn: (label: string, sure: string) => `检测服务拿不准：${label} ${sure}`,
    unsure: '不够直接拦截，转人工', risk: '发送人高危，转人工', offences: (n: string) => `此人已被判违规 ${n} 次，直接拦截`, protected: '发送人受保护，转人工',
  },
  {
    model: 'Model', detector: 'Picture detector', flood: 'Flood', wave: 'Wave', nearWave: 'Near wave', by: (lane: string) => ` (${lane})`, system: 'A system message is not judged',
    repeats: (n: string) => `${n} times in 10 s`, spread: (n: string) => `${n} senders in a minute`, near: (n: string) => `${n} senders of nearly this in a minute`, code: 'QR code', bits: (n: string) => `${n} of 256 bits differ`, says: (text: string) => `A QR code says ${text}`,
    noModel: 'No picture detector is set up, so a person looks', unseen: (why: string) => `The picture was not looked at: ${why}`, cannot: 'The picture could not be looked at', clear: (sure: string) => `The detector finds nothing ${sure}`, faint: (sure: string) => `The detector finds nothing and is not sure of it ${sure}`, torn: (label: string, sure: string) => `The detector is not sure what it sees: ${label} ${sure}`,
    unsure: 'not sure enough to deny, so a person decides', risk: 'a high-risk sender, so a person decides', offences: (n: string) => `found against him ${n} times, so denied`, protected: 'a protected sender, so a person decides',
  },
)

/** useWhy tells in the reader's language what a machine's judgement says in the server's words. What a newer server says is shown as it is. */
export function useWhy() {
  const t = useWords(whyWords)
  const terms = useTerms()
  const source = (name: string): string => {
    const inCode = /^QR code, (.*)$/s.exec(name)?.[1]
    if (inCode !== undefined) return `${t.code} · ${source(inCode)}`
    return { model: t.model, detector: t.detector, flood: t.flood, wave: t.wave, 'near wave': t.nearWave }[name] ?? name
  }
  /** How much a flood or wave was, else the matched term. */
  const what = (from: string, text: string) => {
    const number = /^\d+(?= )/.exec(text)?.[0]
    if (!number) return text
    if (/^\d+ of 256 bits differ$/.test(text)) return t.bits(number)
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
  /** What is no finding: why a person looks at a picture, and what cleared it. */
  const plain = (text: string): string => {
    const known = { 'a system message': t.system, 'no picture model is set up, so a person looks': t.noModel, 'it could not be looked at': t.cannot }[text]
    if (known) return known
    for (const [form, say] of forms) {
      const parts = form.exec(text)
      if (parts) return say(parts[1] ?? '', parts[2] ?? '', parts[3] ?? '')
    }
    return text
  }
  const forms: [RegExp, (a: string, b: string, c: string) => string][] = [
    [/^the picture was not looked at: (.*)$/s, t.unseen],
    [/^a QR code says (.*)$/s, t.says],
    [/^detector: \S*, nothing found \((.*)\)$/, t.clear],
    [/^the detector finds nothing and is not sure of it \((.*)\)$/, t.faint],
    [/^the detector is not sure what it sees \((\S+) (.*)\)$/, (label, sure) => t.torn(terms.label(label), sure)],
    [/^(.*): \S*, (\d+) of 256 bits differ \((.*)\)$/s, (bank, bits, sure) => `${bank} · ${t.bits(bits)} ${sure}`],
  ]
  const reason = (text: string) => {
    const read = reasonOf(text)
    return read ? sentence(read) : plain(text)
  }
  return {
    source, what,
    /** A reason as a sentence. */
    reason,
  }
}
