import { useLanguage } from '../../i18n/language'
import type { Sample, Word } from './calls'

// What the server says of the language of rules, in Chinese; it speaks English itself. A word that is not here is shown in its own.
const zh: Readonly<Record<string, string>> = {
  'message.text': '原文，照原样；最多前 16 KiB。',
  'message.folded': '还原后的文本：不分大小写、全半角、声调，去掉空格和符号，形近字还原。',
  'message.type': '消息类型：0 用户发言，2 礼物，4 转发，5 关注，6 红包，7 私信。',
  'message.length': '有多少个字符。',
  room: '房间号；没有则为空。',
  anchor: '房间主播的号。',
  scene: '场景：live、gift、forward、follow、red_packet、private，与词表一致。',
  app: '应用的标识。',
  'sender.id': '发送者。',
  'sender.risk': '发送者在应用的高危名单里。',
  'sender.protected': '发送者在应用的特殊名单里：规则怎么写，都不会被机器拦截。',
  'sender.offences': '近 90 天被人工判违规的次数。',
  'sender.lines_10s': '近 10 秒发了几条，含本条。',
  'sender.lines_60s': '近 1 分钟发了几条，含本条。',
  'same.by_sender_10s': '近 10 秒把同一句话说了几次，含本次。',
  'same.senders_60s': '近 1 分钟有几人说了同一句话，含本人。',
  'same.near_senders_60s': '近 1 分钟有几人说了差不多的话，含本人。',
  found: '词表和模型发现了什么，最多前 256 处。每处 f 有 f.source、f.list、f.label、f.term、f.lane（变形写法，原样为空）、f.sure（0 到 1）、f.weak（仅相似）、f.kind（list、model）。',
  'now.hour': '几点，0 到 23，按服务器时区。',
  'now.minute': '几分，0 到 59。',
  'now.weekday': '星期几，1 是周一，7 是周日。',
  has: '文本里有另一段文字，两边都还原后再比：怎么变着写都算。',
  hasAny: '有其中任何一段，同上。',
  label: '该类别里最有把握的一处，没有则为 0。',
  list: '该名称的词表里最有把握的一处。',
  term: '该词条最有把握的一处，按词表里的写法。',
  kind: '词表或模型里最有把握的一处。',
  contains: '文本里有另一段文字，一字不差。',
  startsWith: '以另一段文字开头。',
  endsWith: '以另一段文字结尾。',
  matches: '能找到这个正则表达式（RE2）；须直接写出来，最多 200 条指令。',
  lowerAscii: '字母变小写。',
  upperAscii: '字母变大写。',
  trim: '去掉两头的空白。',
  split: '按另一段文字切开。',
  indexOf: '另一段文字从第几个字符开始，没有则为 -1。',
  lastIndexOf: '另一段文字最后一次从第几个字符开始。',
  charAt: '第几个字符。',
  substring: '从第几个字符，到第几个字符之前或末尾。',
  size: '有多少个字符或多少项。',
  in: '列表里有这个值。',
  exists: '至少有一项满足条件。',
  all: '每一项都满足条件。',
  exists_one: '恰好一项满足条件。',
  filter: '满足条件的那些项。',
  map: '每一项各得一个值。',
  int: '把文字或数变成整数。',
  double: '变成带小数的数，f.sure 就是这种。',
  string: '变成文字。',
  '&& || !': '并且、或者、非。条件 ? 甲 : 乙 用来二选一。',
  '== != < <= > >=': '比较。带小数的数要写出小数：1.0。',
  '+ - * / %': '计算。',
}

const samples: Readonly<Record<string, { name: string; note: string }>> = {
  'risk sender leaves a contact': { name: '高危用户留联系方式', note: '高危名单里的人报号码或提到聊天软件，请人看一眼。' },
  'wave of nearly the same advertisement': { name: '多人近似广告', note: '一分钟内许多人说差不多的话，词表也认为是广告。' },
  'flood at night': { name: '深夜刷屏', note: '23 点到 6 点，没有人能连续十秒每秒打一行字。' },
  'disguised twice': { name: '两处变形', note: '一条消息里两个词都变着写，不会是巧合。' },
}

/** useSample says an example in the reader's language, as far as that is known. */
export function useSample(): (sample: Sample) => Sample {
  const language = useLanguage()
  return (sample) => (language === 'zh' ? { ...sample, ...samples[sample.name] } : sample)
}

/** useMeaning says what a word of the language means, in the reader's language as far as that is known. */
export function useMeaning(): (word: Pick<Word, 'name' | 'doc'>) => string {
  const language = useLanguage()
  return ({ name, doc }) => (language === 'zh' && zh[name]) || doc
}
