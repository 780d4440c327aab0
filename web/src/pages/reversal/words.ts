import { words } from '../../i18n/words'

export const reversalWords = words(
  {
    undo: '撤销处理', title: (name: string) => `撤销“${name}”造成的处理`, panel: '撤销处理',
    note: '误伤时用：解除因此产生的处罚，关掉还在等人工的案件，并通知接入方恢复内容（协议支持的话）。人已经裁决的不动；做过的不会重做。',
    app: '应用', pickApp: '选择应用', period: '时间', hour: '近 1 小时', day: '近 24 小时', week: '近 7 天', all: '全部', asFiltered: '按当前筛选', version: '版本', anyVersion: '所有版本', thisVersion: (n: number) => `仅第 ${n} 版`,
    counting: '正在统计', lines: '涉及消息', denied: '拦截', masked: '打码', waiting: '等人工', decided: '人已裁决', sanctions: '处罚',
    none: '这段时间里没有可以撤销的处理。', reversible: (n: string) => `可撤销 ${n} 条`, why: '撤销原因', whyHint: '写进操作日志，必填。', hold: (n: string) => `按住撤销 ${n} 条`,
    running: '正在撤销', ofAll: (done: string, total: string) => `已处理 ${done} / ${total}`, stays: '中途关闭或断网不要紧：已撤销的保持撤销，再来一次会接着做完。', stop: '停下',
    done: '撤销完成', stopped: (done: string) => `已停下，撤销了 ${done} 条；其余没有动。`, again: '再查一次', lifted: '解除处罚', calledBack: '已通知恢复', closed: '关闭案件', skipped: '跳过', skippedNote: '跳过的是人已裁决、或已经撤销过的。', close: '完成',
  },
  {
    undo: 'Undo what it did', title: (name: string) => `Undo what “${name}” did`, panel: 'Undo',
    note: 'For what was hit by mistake: sanctions that followed are lifted, cases that wait are closed, and the app is told to restore the content where its protocol can. What people decided stays; nothing is undone twice.',
    app: 'App', pickApp: 'Choose an app', period: 'Period', hour: 'Last hour', day: 'Last 24 h', week: 'Last 7 days', all: 'All', asFiltered: 'As filtered', version: 'Version', anyVersion: 'Any version', thisVersion: (n: number) => `Version ${n} alone`,
    counting: 'Counting', lines: 'Messages', denied: 'Denied', masked: 'Masked', waiting: 'Waiting', decided: 'Decided by people', sanctions: 'Sanctions',
    none: 'There is nothing to undo in this period.', reversible: (n: string) => `${n} can be undone`, why: 'Why', whyHint: 'Goes into the audit log; needed.', hold: (n: string) => `Hold to undo ${n}`,
    running: 'Undoing', ofAll: (done: string, total: string) => `${done} of ${total}`, stays: 'Closing this or losing the network does no harm: what is undone stays so, and doing it again does the rest.', stop: 'Stop',
    done: 'Undone', stopped: (done: string) => `Stopped after ${done}; the rest was left as it is.`, again: 'Count again', lifted: 'Sanctions lifted', calledBack: 'Told to restore', closed: 'Cases closed', skipped: 'Left out', skippedNote: 'Left out is what people decided, and what was undone before.', close: 'Done',
  },
)
