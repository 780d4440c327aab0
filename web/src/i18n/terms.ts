import { useLanguage } from './language'
import { lasting } from './when'
import { words } from './words'

/** What the server calls by a stable name, as people call it. An app's own labels and what a newer server adds are shown as they are. */
const labels = words(
  { pass: '通过', ad: '广告引流', porn: '色情低俗', politics: '敏感话题', abuse: '辱骂攻击', spam: '垃圾信息', illegal: '违法违禁', violation: '其他违规' },
  { pass: 'Pass', ad: 'Ads', porn: 'Sexual', politics: 'Sensitive', abuse: 'Abuse', spam: 'Spam', illegal: 'Illegal', violation: 'Other' },
)
/** What is done about content, what a delivery asks for, and what an administrator orders by a report. */
const acts = words(
  {
    mute: '禁言', close_show: '关闭秀场', delete: '删除内容', login_limit: '限制登录', dismiss_group: '解散群', kick_out: '踢出群', pass: '通知已通过', verdict: '回告判定',
    lift_hall_mute: '解除大厅禁言', lift_show_mute: '解除秀场禁言', reopen_show: '恢复秀场', lift_login_limit: '解除登录限制', warn: '警告', kick_room: '踢出通话', close_room: '关闭通话',
    lift_kick_room: '解除踢出通话', tell_evidence: '告知通话双方', tell_lifted: '告知已解除', submit_audit: '提交通话检测', end_audit: '结束通话检测',
  },
  {
    mute: 'Mute', close_show: 'Close show', delete: 'Delete', login_limit: 'Limit login', dismiss_group: 'Dismiss group', kick_out: 'Kick out', pass: 'Tell it passed', verdict: 'Tell the verdict',
    lift_hall_mute: 'Lift hall mute', lift_show_mute: 'Lift show mute', reopen_show: 'Reopen show', lift_login_limit: 'Lift login limit', warn: 'Warn', kick_room: 'Kick from call', close_room: 'Close call',
    lift_kick_room: 'Let back into call', tell_evidence: 'Tell both sides', tell_lifted: 'Tell it was lifted', submit_audit: 'Have call watched', end_audit: 'End watching',
  },
)
/** What becomes of a live message. */
const outcomes = words({ pass: '放行', mask: '打码', review: '转人工', deny: '拦截' }, { pass: 'Pass', mask: 'Mask', review: 'Review', deny: 'Deny' })
/** How a term was disguised. */
const lanes = words(
  { pinyin: '拼音', components: '拆字', initials: '首字母', emoji: '表情', leet: '变体', glyph: '形近' },
  { pinyin: 'Pinyin', components: 'Split', initials: 'Initials', emoji: 'Emoji', leet: 'Leet', glyph: 'Look-alike' },
)
/** What finds something in a message. */
const causes = words(
  { list: '词表', rule: '规则', model: '模型', bank: '图片库', detector: '图片模型', conduct: '行为' },
  { list: 'Word list', rule: 'Rule', model: 'Model', bank: 'Picture bank', detector: 'Picture model', conduct: 'Conduct' },
)
const queues = words(
  { message: '举报消息', album: '相册图片', dialogue: '多人对话', live: '直播弹幕', evidence: '音视频证据', profile: '资料与昵称' },
  { message: 'Messages', album: 'Album pictures', dialogue: 'Dialogues', live: 'Live chat', evidence: 'Audio / video', profile: 'Profiles' },
)
const modules = words({ m1: '大厅', m2: '秀场', m3: '群', m4: '个人', m100: '通话' }, { m1: 'Hall', m2: 'Show', m3: 'Group', m4: 'User', m100: 'Call' })
const entrances = words(
  { e11: '大厅消息', e12: '私聊消息', e13: '群消息', e14: '秀场消息', e15: '相册图', e16: '秀册资源', e21: '大厅', e22: '群资料', e23: '个人资料', e24: '秀场', e25: '私聊', e26: '群聊' },
  { e11: 'Hall message', e12: 'Private message', e13: 'Group message', e14: 'Show message', e15: 'Album picture', e16: 'Show picture', e21: 'Hall', e22: 'Group profile', e23: 'User profile', e24: 'Show', e25: 'Private chat', e26: 'Group chat' },
)
const states = words(
  { open: '待审', leased: '审核中', decided: '已裁决', pending: '待投递', delivered: '已送达', dead: '已放弃', cancelled: '已取消' },
  { open: 'Waiting', leased: 'In review', decided: 'Decided', pending: 'Pending', delivered: 'Delivered', dead: 'Given up', cancelled: 'Cancelled' },
)
const subjects = words({ user: '用户', show: '秀场', group: '群', content: '内容', call: '通话' }, { user: 'User', show: 'Show', group: 'Group', content: 'Content', call: 'Call' })
const roles = words({ admin: '管理员', supervisor: '主管', reviewer: '审核员', auditor: '审计员' }, { admin: 'Administrator', supervisor: 'Supervisor', reviewer: 'Reviewer', auditor: 'Auditor' })

/** useTerms names what the server names, in the reader's language. */
export function useTerms() {
  const language = useLanguage()
  const named = (dictionary: { zh: object; en: object }) => (name: string): string => (dictionary[language] as Record<string, string>)[name] ?? name
  const act = named(acts)
  const label = named(labels)
  return {
    label,
    act,
    /** A complaint of a report: a violation, or what an administrator ordered. */
    complaint: (name: string) => (name in labels.zh ? label(name) : act(name)),
    outcome: named(outcomes),
    lane: named(lanes),
    cause: named(causes),
    queue: named(queues),
    state: named(states),
    subject: named(subjects),
    role: named(roles),
    module: (type: number) => named(modules)(`m${type}`),
    entrance: (mod: number, name: string) => (entrances[language] as Record<string, string>)[`e${mod}`] ?? name,
    /** A punishment with its length, where it has one; minutes are added to hours. */
    punishment: (type: string, hours: number, minutes = 0) => (timed.has(type) ? `${act(type)} ${lasting(hours < 0 ? hours : hours + minutes / 60 || -1, language)}` : act(type)),
  }
}
export type Terms = ReturnType<typeof useTerms>

const timed: ReadonlySet<string> = new Set(['mute', 'close_show', 'login_limit', 'kick_room'])
