import { words } from '../../i18n/words'

export const deliveryWords = words(
  {
    title: '投递', filters: '投递筛选', state: '状态', all: '全部', app: '应用', kind: '内容', caseID: '案件号', what: '投递内容', lane: '对象', case: '案件', attempts: '尝试', created: '产生时间', done: '结束时间', due: '下次尝试', error: '最近的错误',
    none: '没有投递', noneDead: '没有被放弃的投递', noneNote: '裁决和解除会产生投递，撤销期过后发往业务平台。', deadNote: '平台长时间不可用或明确拒绝的投递会停在这里，等人处理后重投。',
    details: '投递详情', payload: '投递的数据', key: '幂等键', channel: '通道', tries: '每次尝试', noTries: '还没有尝试过', took: (ms: string) => `用时 ${ms}`, noAnswer: '没有应答', answer: '平台的应答', close: '关闭详情',
    delivered: '送达', failed: '失败', refusedOne: '拒绝', resend: '重投', resendMany: '按筛选重投', resendTitle: '重投被放弃的投递', counting: '正在数…', 
    willResend: (n: string) => `符合筛选的、已放弃的投递有 ${n} 条，会按原来的顺序和幂等键重新投递。`, nothing: '符合筛选的投递里没有已放弃的。', overtakenCount: (n: string) => `另有 ${n} 条已被同一对象后来的决定取代，默认跳过。`,
    overtaken: '被取代的也重投', overtakenHint: '同一对象后来又有了新的决定。重投旧的可能把新决定盖掉，请先核对平台上的现状。', overtakenNote: '这条投递之后，同一对象又有了新的决定；直接重投会盖掉它。', anyway: '仍要重投', cancel: '取消',
    resent: (n: string) => `已重新排队 ${n} 条。`, more: '还有没处理完的，请再重投一次。', confirm: (n: string) => `重投 ${n} 条`, 
  },
  {
    title: 'Deliveries', filters: 'Filter deliveries', state: 'State', all: 'All', app: 'App', kind: 'Kind', caseID: 'Case', what: 'What', lane: 'Subject', case: 'Case', attempts: 'Attempts', created: 'Written', done: 'Ended', due: 'Next attempt', error: 'Last error',
    none: 'No deliveries', noneDead: 'Nothing was given up', noneNote: 'Decisions and lifts make deliveries; they leave for the platform after the undo window.', deadNote: 'What a platform refuses, or cannot take for long, stops here until somebody resends it.',
    details: 'Delivery', payload: 'What it says', key: 'Idempotency key', channel: 'Channel', tries: 'Attempts', noTries: 'Not tried yet', took: (ms: string) => `took ${ms}`, noAnswer: 'No answer', answer: 'The platform’s answer', close: 'Close details',
    delivered: 'Delivered', failed: 'Failed', refusedOne: 'Refused', resend: 'Resend', resendMany: 'Resend by filter', resendTitle: 'Resend what was given up', counting: 'Counting…', 
    willResend: (n: string) => `${n} given-up deliveries match; they are sent again in their order, with the same idempotency keys.`, nothing: 'None of the matching deliveries was given up.', overtakenCount: (n: string) => `${n} more were overtaken by a later decision about their subject and are left out.`,
    overtaken: 'Also the overtaken ones', overtakenHint: 'There was a later decision about the same subject. An old delivery may undo it: look at the platform first.', overtakenNote: 'There was a later decision about the same subject, which this delivery might undo.', anyway: 'Resend anyway', cancel: 'Cancel',
    resent: (n: string) => `${n} queued again.`, more: 'Some are left: resend once more.', confirm: (n: string) => `Resend ${n}`, 
  },
)
