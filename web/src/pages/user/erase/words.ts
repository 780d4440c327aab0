import { words } from '../../../i18n/words'

export const eraseWords = words(
  {
    title: '抹除用户数据', counting: '正在清点此人的数据…', notCounted: '没有清点成功', what: '数据', fate: '怎样处理', now: '现在', waits: '先保留', fateLater: '结束后再处理',
    messages: '直播消息', reports: '举报', evidence: '证据与截图', cases: '案件', decisions: '裁决', notes: '案件备注', sanctions: '处罚', lists: '名单', deliveries: '投递', party: '派对账号与设备', calls: '通话', chat: '聊天与通知', coins: '金币账本', log: '操作日志', traces: '其他痕迹',
    gone: '删除', blanked: '清空内容', renamed: '改用化名', redacted: '脱敏，条目保留', mixed: '删除，或改用化名',
    nothing: '没有此人的数据', nothingNote: '这个 ID 在此应用里什么也没有，不用抹除。', onlyLog: '除了操作日志里的查看记录（包括刚才这一次），没有此人的数据。',
    stays: '会留下的', staysCoins: '金币账本的数字：账户换成化名，账仍然对得上。', staysLog: '操作日志的条目：提到此人的内容脱敏，日志链仍可校验。', staysOpen: '未裁决的案件、未发完的投递和生效中的处罚：先按原样保留，结束后一小时内自动抹除。永久处罚会一直保留这个 ID。',
    reason: '原因', reasonHint: '例如申请编号，会一直保留。不要写此人的 ID 或名字。', reasonNames: '原因里有此人的 ID，而它会一直保留', typed: '输入用户 ID 以确认', typedHint: '抹除后谁也无法恢复。', typedWrong: '与用户 ID 不一致',
    erase: '永久抹除', erasing: '正在抹除，数据多时需要几分钟。', erasingNote: '即使中断，服务器也会在一小时内自动做完。', cancel: '取消', close: '关闭', broken: '没有等到结果。如果已经开始，服务器会在一小时内自动做完；再抹除一次也没有害处。',
    erased: '用户已抹除', erasedNote: '此人的数据已抹除，无法恢复。', restingNote: (n: string) => `已抹除。另有 ${n} 条先保留，结束后自动抹除。`, receipt: '回执', done: '已处理', pseudonym: '化名', entry: '操作日志', entryNumber: (n: number) => `第 ${n} 号记录`, entryFailed: '查看记录', app: '应用',
    anew: '之后关于这个 ID 的新数据仍会保留；重新打开此页，查看本身也会记入操作日志。',
  },
  {
    title: 'Erase a user’s data', counting: 'Counting what there is…', notCounted: 'It could not be counted', what: 'Data', fate: 'What becomes of it', now: 'Now', waits: 'Waits', fateLater: 'Once it is over',
    messages: 'Live messages', reports: 'Reports', evidence: 'Evidence and screenshots', cases: 'Cases', decisions: 'Decisions', notes: 'Notes on cases', sanctions: 'Sanctions', lists: 'Lists', deliveries: 'Deliveries', party: 'Party account and devices', calls: 'Calls', chat: 'Chat and notices', coins: 'Coin ledger', log: 'Audit log', traces: 'Other traces',
    gone: 'Deleted', blanked: 'Content blanked', renamed: 'Under a pseudonym', redacted: 'Redacted, entries stay', mixed: 'Deleted, or a pseudonym',
    nothing: 'There is nothing of this user', nothingNote: 'This id has nothing in this app, so there is nothing to erase.', onlyLog: 'But for who looked, in the audit log (just now too), there is nothing of this user.',
    stays: 'What stays', staysCoins: 'Figures of the coin ledger: accounts go under a pseudonym, and the sums still hold.', staysLog: 'Entries of the audit log: what they tell of the user is redacted, and the chain still verifies.', staysOpen: 'Undecided cases, deliveries under way and sanctions in force wait as they are, and go by themselves within an hour of their end. A sanction for ever keeps the id for ever.',
    reason: 'Reason', reasonHint: 'Such as the number of the request. It is kept: do not name the user in it.', reasonNames: 'The user’s id stands in the reason, which is kept', typed: 'Type the user’s id to confirm', typedHint: 'Nobody can undo it.', typedWrong: 'This is not the user’s id',
    erase: 'Erase for ever', erasing: 'Erasing; where there is much, it takes minutes.', erasingNote: 'Broken off, the server finishes it within an hour.', cancel: 'Cancel', close: 'Close', broken: 'No answer came. If it began, the server finishes it within an hour; erasing again does no harm.',
    erased: 'User erased', erasedNote: 'The user’s data is erased. It cannot be undone.', restingNote: (n: string) => `Erased. ${n} more wait, and go by themselves when they are over.`, receipt: 'Receipt', done: 'Done', pseudonym: 'Pseudonym', entry: 'Audit log', entryNumber: (n: number) => `Entry ${n}`, entryFailed: 'Show the entry', app: 'App',
    anew: 'What comes in about this id later is new and is kept. To open this page again is an entry in the audit log, too.',
  },
)
