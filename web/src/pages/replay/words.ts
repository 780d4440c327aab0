import { words } from '../../i18n/words'

export const replayWords = words(
  {
    title: '先试后存', note: '拿留存的消息按改动后的设置重新判一遍，不影响任何人。', app: '按哪个应用', period: '时间段', hour: '近 1 小时', day: '近 24 小时', week: '近 7 天', custom: '自定义', from: '从', to: '到',
    run: '试一遍', again: '再试一遍', cancel: '停止', reading: '正在重判', read: (n: string) => `已重判 ${n} 条`, readOf: (n: string, of: string) => `已重判 ${n} / ${of} 条`, changedSoFar: (n: string) => `${n} 条结果会变`,
    done: (n: string) => `共重判 ${n} 条`, cancelled: (n: string) => `已停止，停止前重判了 ${n} 条`, stale: '改动又变了，下面是变之前的结果。', none: '这段时间没有留存的消息', noneNote: '换一个更长的时间段，或确认该应用已接入直播弹幕审核。', same: '没有一条消息的结果会变',
    denied: '将被拦截', masked: '将打码', asked: '转人工', passed: '改为放行', examples: '例子', noExamples: '没有这一类的例子', some: (n: string, all: string) => `${all} 条中的 ${n} 条`, changes: '变化', badPeriod: '结束要晚于开始', noApp: '还没有应用', becomes: '变为', failed: '没有试完',
  },
  {
    title: 'Try before saving', note: 'Judges the kept messages anew, as changed. Nobody is affected.', app: 'As of', period: 'Period', hour: 'Last hour', day: 'Last 24 h', week: 'Last 7 days', custom: 'Other', from: 'From', to: 'To',
    run: 'Try it', again: 'Try again', cancel: 'Stop', reading: 'Judging anew', read: (n: string) => `${n} judged`, readOf: (n: string, of: string) => `${n} of ${of} judged`, changedSoFar: (n: string) => `${n} would change`,
    done: (n: string) => `${n} judged anew`, cancelled: (n: string) => `Stopped after ${n}`, stale: 'The change has changed since; this is of what it was.', none: 'No message is kept of this time', noneNote: 'Choose a longer time, or see whether the app sends its live messages.', same: 'Not one message would change',
    denied: 'Denied', masked: 'Masked', asked: 'Asked', passed: 'Passed', examples: 'Examples', noExamples: 'There is no such example', some: (n: string, all: string) => `${n} of ${all}`, changes: 'Changes', badPeriod: 'The end must come after the beginning', noApp: 'There is no app yet', becomes: 'becomes', failed: 'It did not end well',
  },
)
