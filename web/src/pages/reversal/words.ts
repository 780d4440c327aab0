import { words } from '../../i18n/words'

export const reversalWords = words(
  {
    undo: '撤销处理', title: (name: string) => `撤销“${name}”造成的处理`, panel: '撤销处理',
    note: '误伤时用：因此被拦截的，通知接入方放行；因此还在等人工的，一并通过。打过码的已经播出去，只标记为已撤销。人已经裁决的不动；做过的不会重做。',
    app: '应用', pickApp: '选择应用', period: '时间', hour: '近 1 小时', day: '近 24 小时', week: '近 7 天', all: '全部', asFiltered: '按当前筛选', version: '版本', anyVersion: '所有版本', thisVersion: (n: number) => `仅第 ${n} 版`,
    lines: '涉及消息', denied: '拦截', masked: '打码', waiting: '等人工', decided: '人已裁决',
    none: '这段时间里没有可以撤销的处理。', reversible: (n: string) => `可撤销 ${n} 条`, why: '撤销原因', whyHint: '写进操作日志和被通过案件的备注，必填。', hold: (n: string) => `按住撤销 ${n} 条`,
    running: '正在撤销', ofAll: (done: string, total: string) => `已处理 ${done} / ${total}`, stays: '中途关闭或断网不要紧：已撤销的保持撤销，再来一次会接着做完。', stop: '停下',
    done: '撤销完成', stopped: (done: string) => `已停下，撤销了 ${done} 条；其余没有动。`, again: '再查一次', calledBack: '已通知放行', closed: '通过案件', skipped: '跳过', skippedNote: '跳过的案件正有人在审，或刚被裁决。',
  },
  {
    undo: 'Undo', title: (name: string) => `Undo what “${name}” did`, panel: 'Undo',
    note: 'For what was hit by mistake: the app is told that what was denied because of it passes, and cases that wait because of it are passed. What was masked has been shown so, and is only marked. What people decided stays; nothing is undone twice.',
    app: 'App', pickApp: 'Choose an app', period: 'Period', hour: 'Last hour', day: 'Last 24 h', week: 'Last 7 days', all: 'All', asFiltered: 'As filtered', version: 'Version', anyVersion: 'Any version', thisVersion: (n: number) => `Version ${n} alone`,
    lines: 'Messages', denied: 'Denied', masked: 'Masked', waiting: 'Waiting', decided: 'Decided by people',
    none: 'There is nothing to undo in this period.', reversible: (n: string) => `${n} can be undone`, why: 'Why', whyHint: 'Goes into the audit log and the memo of the cases; needed.', hold: (n: string) => `Hold to undo ${n}`,
    running: 'Undoing', ofAll: (done: string, total: string) => `${done} of ${total}`, stays: 'Closing this or losing the network does no harm: what is undone stays so, and doing it again does the rest.', stop: 'Stop',
    done: 'Undone', stopped: (done: string) => `Stopped after ${done}; the rest was left as it is.`, again: 'Count again', calledBack: 'Told that they pass', closed: 'Cases passed', skipped: 'Left out', skippedNote: 'Left out are cases that somebody has in hand or has just decided.',
  },
)
