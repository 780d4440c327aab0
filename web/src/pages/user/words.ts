import { words } from '../../i18n/words'

export const userWords = words(
  {
    title: (id: string) => `用户 ${id}`, chooseApp: '这个 ID 属于哪个应用？', chooseNote: '不同应用里同一个 ID 可能是不同的人。', against: '被举报', decisions: '裁决', inForce: '生效中的处罚', binding: '生效处罚', accuracy: '举报准确率', none: '—', of: (n: number) => `${n} 件已裁决`,
    tab: '记录', tabReports: '被举报', tabDecisions: '裁决', tabSanctions: '处罚', tabFiled: 'TA 的举报', case: '案件', reporter: '举报人', complaints: '原因', memo: '说明', at: '时间', outcome: '结果', verdict: '裁决', by: '裁决人', actions: '处置',
    noReports: '没有人举报过', noDecisions: '没有关于此人的裁决', noSanctions: '没有处罚过', noFiled: '没有举报过别人', noInForce: '没有生效中的处罚', lists: '名单', risk: '高危用户', special: '受保护用户', notListed: '不在名单', addedBy: (who: string) => `${who} 添加`,
    add: '加入', remove: '移出', other: '其他应用里的同一 ID', otherNote: '可能是另一个人', audited: '查看已记入操作日志', undone: '已撤销', copyLink: '复制用户链接', party: '派对', erase: '抹除此用户的数据…', wallet: '钱包与流水', calls: '通话记录', app: '应用',
  },
  {
    title: (id: string) => `User ${id}`, chooseApp: 'Which app is this id of?', chooseNote: 'The same id may be somebody else in another app.', against: 'Reports against', decisions: 'Decisions', inForce: 'In force', binding: 'In force', accuracy: 'Accuracy as reporter', none: '—', of: (n: number) => `${n} decided`,
    tab: 'Record', tabReports: 'Reported', tabDecisions: 'Decisions', tabSanctions: 'Sanctions', tabFiled: 'Filed by this user', case: 'Case', reporter: 'Reporter', complaints: 'Complaints', memo: 'Memo', at: 'When', outcome: 'Outcome', verdict: 'Verdict', by: 'By', actions: 'Actions',
    noReports: 'Nobody reported this user', noDecisions: 'No decisions about this user', noSanctions: 'Never sanctioned', noFiled: 'Never reported anybody', noInForce: 'No sanction is in force', lists: 'Lists', risk: 'High-risk', special: 'Protected', notListed: 'Not listed', addedBy: (who: string) => `by ${who}`,
    add: 'Add', remove: 'Remove', other: 'The same id in other apps', otherNote: 'may be somebody else', audited: 'That you looked is in the audit log', undone: 'taken back', copyLink: 'Copy a link to the user', party: 'Party', erase: 'Erase this user’s data…', wallet: 'Wallet and statement', calls: 'Calls', app: 'App',
  },
)
