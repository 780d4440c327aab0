import { words } from '../../i18n/words'

export const dockWords = words(
  {
    dock: '裁决', reason: '原因', action: '处置', reported: (n: number) => `${n} 条举报选了它`, noAction: '不处罚', notHere: (n: number) => `${n} 项不适用`, notHereList: (what: string) => `这个入口不支持：${what}`,
    duration: '时长', shorter: '缩短', longer: '加长', pass: '通过', punish: '处罚并下一件', find: '记违规并下一件', escalate: '升级', skip: '跳过', note: '备注', noted: '备注已填',
    suggested: '按阶梯建议', offence: (n: number, what: string) => `第 ${n} 次${what}`, on: (who: string) => `对象 ${who}`, several: (n: number) => `${n} 人`, pieces: (n: number, all: number) => (n === all ? `${n} 条` : `${all} 条中的 ${n} 条`),
    chooseReason: '先选原因再处罚；没有问题就通过', chooseTarget: '这件没有指明被举报人：先在对话里用 X 选出要处罚的消息', onlyFind: '只记录违规，不处罚',
    noteTitle: '备注', noteLabel: '写给之后看到这件的人', noteHint: '随裁决一起提交', noteSave: '完成', escalateTitle: '升级给主管', escalateLabel: '说明原因（可不填）', escalateHint: '案件转给主管后，你不会再拿到它', escalateSend: '升级', cancel: '取消',
    confirmTitle: '确认执行', confirmNote: (what: string) => `“${what}”一旦生效不容易挽回。`, hold: '按住确认', together: (n: number) => `共 ${n} 件`,
  },
  {
    dock: 'Verdict', reason: 'Reason', action: 'Action', reported: (n) => `Named by ${n} reports`, noAction: 'No action', notHere: (n) => `${n} n/a here`, notHereList: (what) => `Not possible at this entrance: ${what}`,
    duration: 'Duration', shorter: 'Shorter', longer: 'Longer', pass: 'Pass', punish: 'Punish & next', find: 'Uphold & next', escalate: 'Escalate', skip: 'Skip', note: 'Note', noted: 'Noted',
    suggested: 'Suggested by ladder', offence: (n, what) => `offence ${n}: ${what}`, on: (who) => `to ${who}`, several: (n) => `${n} people`, pieces: (n, all) => (n === all ? `${n} messages` : `${n} of ${all} messages`),
    chooseReason: 'Choose a reason to punish, or pass', chooseTarget: 'Nobody is named here: mark the messages to punish with X first', onlyFind: 'The violation is recorded; nothing is done',
    noteTitle: 'Note', noteLabel: 'For whoever looks at this case later', noteHint: 'Sent with the verdict', noteSave: 'Done', escalateTitle: 'Escalate to a supervisor', escalateLabel: 'Why (optional)', escalateHint: 'The case goes to the supervisors; you will not get it again', escalateSend: 'Escalate', cancel: 'Cancel',
    confirmTitle: 'Really do this?', confirmNote: (what) => `“${what}” is hard to make good once it has taken effect.`, hold: 'Hold to confirm', together: (n) => `${n} cases`,
  },
)
