import { words } from '../../i18n/words'

export const sanctionWords = words(
  {
    title: '处罚', filters: '处罚筛选', inForce: '生效中', all: '全部', user: '用户 ID', place: '秀场 / 群 ID', action: '处罚类型', app: '应用',
    what: '处罚', subject: '对象', why: '原因', since: '开始', case: '案件', by: '裁决人', state: '状态', forever: '永久', left: (time: string) => `还有 ${time}`,
    lifted: '已解除', ended: '已到期', once: '已执行 · 不可撤销', coming: '撤销期内', lift: '解除', liftTitle: '解除处罚', memo: '解除原因', memoHint: '写给以后查看的人，会记入操作日志。',
    told: (what: string) => `业务平台会收到“${what}”。`, toldPlace: (what: string, place: string) => `业务平台会收到“${what}”（${place}）。`, toldCall: '通话云会允许他重新进入这个通话，并告知他已解除。', policy: '策略', cloud: '通话云', unless: '如果同一对象还有同类处罚在生效，要等那些也结束后才会通知平台。解除后不能恢复，需要时请重新处罚。',
    keep: '不解除', confirm: '确认解除', done: '已解除，通知已排队投递。', none: '没有生效中的处罚', noneAll: '没有符合条件的处罚', noneNote: '处罚由裁决产生；在案件检索里可以看到来龙去脉。',
    liftedBy: (who: string) => `${who} 解除`, 
  },
  {
    title: 'Sanctions', filters: 'Filter sanctions', inForce: 'In force', all: 'All', user: 'User id', place: 'Show or group id', action: 'Sanction', app: 'App',
    what: 'Sanction', subject: 'Subject', why: 'Why', since: 'Since', case: 'Case', by: 'By', state: 'State', forever: 'For ever', left: (time: string) => `${time} left`,
    lifted: 'Lifted', ended: 'Ended', once: 'Done for good', coming: 'Can be undone', lift: 'Lift', liftTitle: 'Lift a sanction', memo: 'Why it is lifted', memoHint: 'For whoever looks later; it goes into the audit log.',
    told: (what: string) => `The platform will be told “${what}”.`, toldPlace: (what: string, place: string) => `The platform will be told “${what}” (${place}).`, toldCall: 'The call cloud will let him back into this call, and he is told so. ', policy: 'Policy', cloud: 'Call cloud', unless: 'Where another of the same kind binds the same subject, it is told only when that ends, too. A lifted sanction does not come back: punish anew if you must.',
    keep: 'Keep it', confirm: 'Lift it', done: 'Lifted; the platform will be told.', none: 'No sanction is in force', noneAll: 'No sanction matches', noneNote: 'Sanctions come from decisions; the case search tells the whole story.',
    liftedBy: (who: string) => `lifted by ${who}`, 
  },
)
