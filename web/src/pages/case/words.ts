import { words } from '../../i18n/words'

export const storyWords = words(
  {
    machine: '机器审核',
    title: (id: string) => `案件 C-${id}`, noCase: '没有这个案件', content: '被举报的内容', accused: '被举报', reports: '举报', noReports: '没有举报记录', shown: (n: number, all: number) => `最早的 ${n} 条，共 ${all} 条`,
    accuracy: (percent: number, of: number) => `历史准确率 ${percent}%（${of} 件）`, noAccuracy: '还没有裁决过的举报', repeats: (n: number) => `重复 ${n} 次`, late: '裁决后到达', otherContent: '这条举报附带的内容',
    facts: '案件', app: '应用', subject: '对象', opened: '立案', decided: '裁决', holder: '持有人', lease: '持有到', complaints: '举报原因', 
    story: '经过', undoneAt: '撤销于', escalation: '升级给主管', openedBy: '立案', 
    sanctions: '处罚', noSanctions: '没有处罚', deliveries: '投递', noDeliveries: '没有投递', allDeliveries: '全部投递',
    copyLink: '复制案件链接', undo: (seconds: number) => `撤销我的裁决 ${seconds}s`, review: '继续审核', take: '领取审核', taken: '刚被别人领取了，或只由主管处理。', audited: '查看已记入操作日志',
    profileName: '名称', profileDesc: '介绍', profileOwner: '用户 / 主人', profilePlace: '秀场 / 群', late2: '新举报', refresh: '刷新',
  },
  {
    machine: 'The machine',
    title: (id: string) => `Case C-${id}`, noCase: 'There is no such case', content: 'Reported content', accused: 'Reported', reports: 'Reports', noReports: 'No reports', shown: (n: number, all: number) => `the oldest ${n} of ${all}`,
    accuracy: (percent: number, of: number) => `${percent}% accurate (${of})`, noAccuracy: 'none of his reports decided yet', repeats: (n: number) => `filed ${n} more times`, late: 'Came after the decision', otherContent: 'Content of this report',
    facts: 'Case', app: 'App', subject: 'Subject', opened: 'Opened', decided: 'Decided', holder: 'Held by', lease: 'Held until', complaints: 'Complaints', 
    story: 'What happened', undoneAt: 'taken back', escalation: 'Left to a supervisor', openedBy: 'Opened', 
    sanctions: 'Sanctions', noSanctions: 'No sanctions', deliveries: 'Deliveries', noDeliveries: 'No deliveries', allDeliveries: 'All deliveries',
    copyLink: 'Copy a link to the case', undo: (seconds: number) => `Undo my decision ${seconds}s`, review: 'Go on reviewing', take: 'Take and review', taken: 'Somebody else just took it, or it is for supervisors.', audited: 'That you looked is in the audit log',
    profileName: 'Name', profileDesc: 'About', profileOwner: 'User / owner', profilePlace: 'Show / group', late2: 'New report', refresh: 'Refresh',
  },
)
