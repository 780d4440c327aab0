import { words } from '../../i18n/words'

export const caseWords = words(
  {
    title: '案件检索', filters: '案件筛选', text: '消息或备注里的文字', user: '涉及用户 ID', reporter: '举报人 ID', queue: '队列', state: '状态', app: '应用', decidedBy: '裁决人', me: '我裁决的',
    case: '案件', what: '被举报的内容', subject: '对象', reports: '举报', outcome: '状态', by: '裁决 / 持有', opened: '立案时间', picture: '图片', audio: '语音', video: '视频', nothing: '（无文字）',
    none: '没有符合条件的案件', noneNote: '换一个条件，或清除筛选看全部。', risk: '高危', protected: '受保护', escalated: '已升级', seen: '检索会记入操作日志', system: '系统', administrator: (id: string) => `应用管理员 ${id}`,
    textNote: '文字检索只看符合其余条件的较新案件；找旧案请加上用户或时间。', 
  },
  {
    title: 'Cases', filters: 'Filter cases', text: 'Text in messages or memo', user: 'User id', reporter: 'Reporter id', queue: 'Queue', state: 'State', app: 'App', decidedBy: 'Decided by', me: 'Me',
    case: 'Case', what: 'Reported content', subject: 'Subject', reports: 'Reports', outcome: 'State', by: 'Decided / held by', opened: 'Opened', picture: 'Picture', audio: 'Audio', video: 'Video', nothing: '(no text)',
    none: 'No case matches', noneNote: 'Try another filter, or clear them to see all.', risk: 'High risk', protected: 'Protected', escalated: 'Escalated', seen: 'Searches are written to the audit log', system: 'System', administrator: (id: string) => `App administrator ${id}`,
    textNote: 'Text is looked for among the newer cases that match the rest; for old ones add a user or a time.', 
  },
)
