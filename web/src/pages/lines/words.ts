import { words } from '../../i18n/words'

/** What a machine makes of a live message, as people call it. */
export const lineWords = words(
  {
    title: '直播消息', filters: '筛选直播消息', text: '消息里的文字', user: '发送人 ID', room: '房间 ID', dataID: '消息 ID', app: '应用', outcome: '处理', cause: '来源',
    at: '时间', sender: '发送人', said: '内容', label: '类别', score: '把握', audited: '查看会记入操作日志',
    none: '没有符合条件的直播消息', noneNote: '接入直播审核的应用每发一条消息，这里就留下一条；按各应用的保留天数自动清除。', noneMatch: '换一个条件，或清除筛选看全部。',
    readTo: '读到', readToEnd: '为止，更早的还没有看。', goOn: '继续往前找',
    viewers: '观众看到', notShown: '不会显示', notYet: '审核通过前不会显示',
    details: '消息详情', noLine: '没有这条消息，或已过保留期', original: '原文', reasons: '判定理由', noReasons: '没有需要处理的理由', found: '发现', nothing: '没有发现什么', shadow: '试运行规则会怎么说', shadowNote: '只作记录，没有影响这条消息。',
    circumstances: '当时的情形', noCircumstances: '没有特别的情形', record: '记录', sure: (n: string) => `把握 ${n}`, weak: '近似，只转人工', version: (n: number) => `第 ${n} 版`, revision: (n: number) => `修订 ${n}`, sameCause: '查同一来源', whole: '整条消息',
    repeats: '同一人 10 秒内发同样的话', spread: '一分钟内发同样话的人', near: '一分钟内发近似话的人', lines10s: '此人 10 秒内发言', lines60s: '此人一分钟内发言', risk: '发送人', risky: '高危用户', protected: '受保护用户', offences: '近期被判违规', times: (n: string) => `${n} 次`, people: (n: string) => `${n} 人`, pieces: (n: string) => `${n} 条`,
    type: '类型', anchor: '主播', credential: '凭据', policy: '判定版本', case: '案件', reversed: '已撤销', reversedAt: (time: string) => `这条消息的处理已于 ${time} 撤销`, unchecked: '图片待检查', copyID: '复制消息 ID', close: '关闭详情',
    t0: '弹幕', t1: '系统消息', t2: '礼物', t3: '图片', t4: '转发', t5: '关注', t6: '红包', t7: '私聊',
    unknownCause: '已删除',
    around: '前后消息', sameRoom: '本房间', sameUser: '此发送人', before: '之前', after: '之后', noAround: '前后没有别的消息', machine: '机器的判定',
  },
  {
    title: 'Live messages', filters: 'Filter live messages', text: 'Text', user: 'Sender id', room: 'Room id', dataID: 'Message id', app: 'App', outcome: 'Outcome', cause: 'Source',
    at: 'Time', sender: 'Sender', said: 'Message', label: 'Category', score: 'Sure', audited: 'Looking is written to the audit log',
    none: 'No live message matches', noneNote: 'Every message of an app with live audit leaves an entry here, for as many days as the app keeps them.', noneMatch: 'Try another filter, or clear them to see all.',
    readTo: 'Read back to', readToEnd: '; what is older was not looked at yet.', goOn: 'Go on',
    viewers: 'Viewers see', notShown: 'Nothing', notYet: 'Nothing until it is passed',
    details: 'Message', noLine: 'There is no such message, or it is no longer kept', original: 'Original', reasons: 'Reasons', noReasons: 'Nothing that counts', found: 'Found', nothing: 'Nothing was found', shadow: 'Rules on trial', shadowNote: 'Written down only',
    circumstances: 'Circumstances', noCircumstances: 'Nothing special', record: 'Record', sure: (n: string) => `sure ${n}`, weak: 'likeness: never denies', version: (n: number) => `version ${n}`, revision: (n: number) => `revision ${n}`, sameCause: 'All by this source', whole: 'the whole message',
    repeats: 'The same by this sender in 10 s', spread: 'Senders of this in a minute', near: 'Senders of nearly this in a minute', lines10s: 'By this sender in 10 s', lines60s: 'By this sender in a minute', risk: 'Sender', risky: 'High risk', protected: 'Protected', offences: 'Found against lately', times: (n: string) => n, people: (n: string) => n, pieces: (n: string) => n,
    type: 'Type', anchor: 'Anchor', credential: 'Credential', policy: 'Policy version', case: 'Case', reversed: 'Undone', reversedAt: (time: string) => `What was done about this message was undone at ${time}`, unchecked: 'Picture unchecked', copyID: 'Copy the message id', close: 'Close',
    t0: 'Chat', t1: 'System', t2: 'Gift', t3: 'Picture', t4: 'Forwarded', t5: 'Follow', t6: 'Red packet', t7: 'Private',
    unknownCause: 'deleted',
    around: 'Said around it', sameRoom: 'This room', sameUser: 'This sender', before: 'Before', after: 'After', noAround: 'Nothing else was said around it', machine: 'What the machine found',
  },
)
