import { words } from '../../i18n/words'

export const deskWords = words(
  {
    waiting: '待审', oldest: '最久等待', mineToday: '我今日', pace: '近 15 分钟', perMinute: '件/分', nextReady: '下一件已就绪',
    releasedIn: (left: string) => `${left} 后释放`, leaseLow: (left: string) => `案件还剩 ${left}，有操作会自动续期`, leaseEnded: '租约已到期',
    undo: '撤销', retrying: (n: number) => (n > 1 ? `网络不通，${n} 件待提交，恢复后自动提交` : '网络不通，恢复后自动提交'), undoing: (what: string) => `正在撤销 ${what}`,
    punished: (what: string) => `已处罚 ${what}`, noted: (what: string) => `已判违规 ${what}`, passed: (what: string) => `已通过 ${what}`, judged: (what: string, label: string, found: number, all: number) => `已判 ${what} · ${label} · ${found}/${all} 人违规`, skipped: (what: string) => `已跳过 ${what}`, escalated: (what: string) => `已升级 ${what}`, together: (n: number) => `等 ${n} 件`,
    undoFailed: (what: string) => `${what} 已过撤销时间`, undoRefused: (what: string, why: string) => `${what} 没有撤销成功：${why}`,
    decidedBy: (who: string) => `${who} 已裁决此案`, heldBy: (who: string) => `${who} 正在处理此案`, leaseLost: '这件的租约已失效，案件已回到队列', stale: '这件在你查看期间有变化', kept: '你的选择未提交。',
    until: (time: string) => `占用到 ${time}`, seeVerdict: '查看裁决', seeCase: '查看案件', next: '下一件',
    refusedTitle: (what: string) => `${what} 没有提交成功`, retake: '拿回重审', letGo: '放回队列', gotIt: '知道了',
    idleTitle: '还在吗？', idleNote: '1 分钟内没有操作，案件会放回队列。', idleOver: '5 分钟没有操作，案件已放回队列', idleOverNote: '选好的原因和处置保留 10 分钟。', resume: '继续接单',
    pausedTitle: '已暂停接单', pausedNote: '休息一下。准备好了再继续。', pausedHand: '已暂停接单，这件之后不再派新的',
    breakTitle: (n: number) => `已连续审核 ${n} 分钟`, breakNote: '建议休息几分钟。', takeBreak: '休息', later: '过 10 分钟再提醒',
    emptyTitle: '这个队列已审完', emptyNote: '有新案件会自动出现在这里。', elsewhere: (queue: string, n: string, since: string) => `${queue} 还有 ${n} 件待审，最久等待 ${since}`, goThere: '去处理',
    claimFailed: '没有取到案件', narrow: '窗口较窄，仅可查看。审核请把窗口拉到 1024 像素以上。', notAllowed: '你的角色不能审核案件',
    nowShown: (what: string) => `当前案件 ${what}`,
  },
  {
    waiting: 'Pending', oldest: 'Oldest', mineToday: 'Mine today', pace: 'Last 15 min', perMinute: '/min', nextReady: 'Next case ready',
    releasedIn: (left) => `Released in ${left}`, leaseLow: (left) => `${left} left on this case; any input renews it`, leaseEnded: 'Lease ended',
    undo: 'Undo', retrying: (n) => (n > 1 ? `No network: ${n} are sent when it is back` : 'No network: sent when it is back'), undoing: (what) => `Undoing ${what}`,
    punished: (what) => `Punished ${what}`, noted: (what) => `Found against ${what}`, passed: (what) => `Passed ${what}`, judged: (what, label, found, all) => `Judged ${what} · ${label} · ${found} of ${all} users`, skipped: (what) => `Skipped ${what}`, escalated: (what) => `Escalated ${what}`, together: (n) => `(${n} cases)`,
    undoFailed: (what) => `Too late to undo ${what}`, undoRefused: (what, why) => `${what} was not undone: ${why}`,
    decidedBy: (who) => `${who} has decided this case`, heldBy: (who) => `${who} is on this case`, leaseLost: 'Your lease on this case has ended; it went back to the queue', stale: 'This case has changed since you saw it', kept: 'Your choice was not sent.',
    until: (time) => `held until ${time}`, seeVerdict: 'See the verdict', seeCase: 'See the case', next: 'Next',
    refusedTitle: (what) => `${what} was not accepted`, retake: 'Take it back', letGo: 'Back to the queue', gotIt: 'Got it',
    idleTitle: 'Still there?', idleNote: 'Without input, the case goes back to the queue in a minute.', idleOver: 'No input for 5 minutes: the case went back', idleOverNote: 'What you had chosen is kept for 10 minutes.', resume: 'Resume intake',
    pausedTitle: 'Intake is paused', pausedNote: 'Take your break; go on when you are ready.', pausedHand: 'Intake paused after this case',
    breakTitle: (n) => `${n} minutes of review without a break`, breakNote: 'A few minutes away will do you good.', takeBreak: 'Take a break', later: 'Remind me in 10 min',
    emptyTitle: 'This queue is done', emptyNote: 'New cases appear here by themselves.', elsewhere: (queue, n, since) => `${queue}: ${n} waiting, the oldest for ${since}`, goThere: 'Go there',
    claimFailed: 'No case could be fetched', narrow: 'This window is narrow, so cases are read-only. Review at 1024 px or wider.', notAllowed: 'Your role does not review cases',
    nowShown: (what) => `Now case ${what}`,
  },
)

/** caseName is a case as people call it. */
export function caseName(id: number): string {
  return `C-${id}`
}
