import { words } from '../../i18n/words'

export const overviewWords = words(
  {
    title: '实时看板', app: '应用', depth: '待审', oldest: '最久等待', hour: '近一小时 进 / 出', dead: '投递已放弃', nothing: '没有等待', atRisk: (n: string) => `其中高危 ${n}`, held: (n: string) => `审核中 ${n}`, 
    balance: (n: string) => `积压 +${n}`, shrinking: (n: string) => `积压 −${n}`, even: '持平', pendingDeliveries: (n: string) => `排队 ${n}`, allArrive: '没有要处理的',
    live: '实时', lost: '连接中断', asOf: (time: string) => `数据截至 ${time}`, connecting: '连接中',
    pace: '到达与裁决', arrived: '到达', decided: '裁决', per: (n: number) => `每 ${n} 分钟`, paceLabel: (arrived: number, decided: number) => `近一小时的折线：到达 ${arrived} 件，裁决 ${decided} 件`, at: (time: string) => `${time} 起`,
    queues: '各队列现状', queue: '队列', waiting: '待审', risk: '高危', inReview: '审核中', senior: '等主管', oldestAt: '最久等待', hourIn: '一小时到达', hourOut: '一小时裁决', quiet: '所有队列都空了',
    team: '团队今天', who: '成员', today: '今日裁决', lastHour: '近一小时', undone: '撤销', noTeam: '今天还没有人裁决', byName: '按用户名排列',
  },
  {
    title: 'Overview', app: 'App', depth: 'Waiting', oldest: 'Longest wait', hour: 'Last hour in / out', dead: 'Given-up deliveries', nothing: 'Nothing waits', atRisk: (n: string) => `${n} high-risk`, held: (n: string) => `${n} in review`, 
    balance: (n: string) => `backlog +${n}`, shrinking: (n: string) => `backlog −${n}`, even: 'even', pendingDeliveries: (n: string) => `${n} on their way`, allArrive: 'Nothing to mend',
    live: 'Live', lost: 'Connection lost', asOf: (time: string) => `as of ${time}`, connecting: 'Connecting',
    pace: 'Arrived and decided', arrived: 'Arrived', decided: 'Decided', per: (n: number) => `per ${n} minutes`, paceLabel: (arrived: number, decided: number) => `Lines of the last hour: ${arrived} arrived, ${decided} decided`, at: (time: string) => `from ${time}`,
    queues: 'Queues now', queue: 'Queue', waiting: 'Waiting', risk: 'High-risk', inReview: 'In review', senior: 'Supervisor', oldestAt: 'Longest wait', hourIn: 'Arrived / h', hourOut: 'Decided / h', quiet: 'All queues are empty',
    team: 'The team today', who: 'Who', today: 'Decided today', lastHour: 'Last hour', undone: 'Undone', noTeam: 'Nobody has decided yet today', byName: 'by username',
  },
)
