import { words } from '../../i18n/words'

export const subjectWords = words(
  {
    machine: '机器审核',
    panel: '被举报对象', risk: '高危', protected: '受保护', inForce: (what: string) => `${what}生效中`, reportsAgainst: '被举报', decisions: '裁决', sanctions: '处罚生效',
    reports: '举报', reportsMore: (n: number) => `另有 ${n} 条举报`, accuracy: (n: number) => `历史准确率 ${n}%`, noAccuracy: '暂无历史', accuracyOf: (agreed: number, all: number) => `${all} 件已裁决举报中 ${agreed} 件成立`,
    repeats: (n: number) => `重复举报 ${n} 次`, late: '裁决后补报', ownMessages: (n: number) => `此举报另附 ${n} 条消息`, history: '处置记录', noHistory: '没有处置记录', all: '查看全部', undone: '已撤销', administrator: '应用管理员', system: '系统',
    nobody: '未指明被举报人', nobodyNote: '用 X 选出要处罚的消息', place: '名称', owner: '所有者', noDesc: '没有填写简介', more20: (n: number) => (n >= 20 ? '20+' : String(n)),
  },
  {
    machine: 'The machine',
    panel: 'Who is reported', risk: 'High risk', protected: 'Protected', inForce: (what) => `${what} in force`, reportsAgainst: 'Reports', decisions: 'Verdicts', sanctions: 'In force',
    reports: 'Reports', reportsMore: (n) => `${n} more reports`, accuracy: (n) => `${n}% accurate`, noAccuracy: 'No record', accuracyOf: (agreed, all) => `${agreed} of ${all} decided reports upheld`,
    repeats: (n) => (n === 1 ? 'filed once more' : `filed ${n} times more`), late: 'filed after the verdict', ownMessages: (n) => `${n} other messages in this report`, history: 'History', noHistory: 'Nothing was decided before', all: 'See all', undone: 'undone', administrator: 'App administrator', system: 'System',
    nobody: 'Nobody named', nobodyNote: 'Mark the messages to punish with X', place: 'Name', owner: 'Owner', noDesc: 'No description', more20: (n) => (n >= 20 ? '20+' : String(n)),
  },
)
