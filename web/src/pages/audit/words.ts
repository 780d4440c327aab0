import { words } from '../../i18n/words'

export const auditWords = words(
  {
    title: '操作日志', filters: '日志筛选', actor: '操作人', family: '操作', objectKind: '对象类型', objectID: '对象 ID', app: '应用', at: '时间', who: '谁', what: '做了什么', object: '对象', from: '来源', position: '链上位置', waiting: '等待入链',
    none: '没有符合条件的记录', noneNote: '换一个条件，或清除筛选。', details: '完整记录', close: '关闭', via: '经由', address: '地址', hash: '哈希', id: '编号', detail: '附带信息', exportJSON: '导出 JSON 行', exportCSV: '导出 CSV', verify: '校验',
    verifyTitle: '校验日志链', verifyNote: '每条记录的哈希都包含前一条。从头走到尾，任何一条被改、被删或换了位置都会露出来。', fromPosition: '从第几条开始', start: '开始校验', again: '再校验一次', stop: '停止', running: (checked: string, all: string) => `已校验 ${checked} / ${all}`,
    good: (n: string, position: string) => `${n} 条全部完好，直到链尾第 ${position} 条。`, empty: '链上还没有记录。', rest: '只有命令行的 xiezhi audit verify 能发现没有入链的记录，和整条链被重写。', bad: (position: string) => `第 ${position} 条有问题`, headHash: '链尾哈希',
    altered: '内容被改过', missing: '缺了一条', reordered: '顺序被换过',
    a_staff: '成员', a_app: '应用后台', a_administrator: '应用管理员', a_system: '系统', a_cli: '命令行', a_visitor: '未登录者',
    o_case: '案件', o_report: '举报', o_user: '用户', o_place: '秀场 / 群', o_sanction: '处罚', o_staff: '成员', o_session: '登录', o_token: '令牌', o_app: '应用', o_setting: '设置', o_delivery: '投递', o_audit: '日志', o_word_list: '词表', o_bank: '图库',
    'case.': '案件', 'evidence.': '证据', 'report.': '举报', 'sanction.': '处罚', 'list.': '名单', 'staff.': '成员与登录', 'session.': '会话', 'token.': '令牌', 'app.': '应用', 'setting.': '设置', 'delivery.': '投递', 'audit.': '日志', 'user.': '用户', 'words.': '词库',
    'case.view': '查看案件', 'case.claim': '领取案件', 'case.renew': '续期', 'case.decide': '裁决', 'case.undo': '撤销裁决', 'case.skip': '跳过', 'case.escalate': '升级', 'case.release': '放回队列', 'evidence.view': '查看原图 / 证据', 'user.view': '查看用户',
    'report.order': '管理员举报即处置', 'sanction.lift': '解除处罚', 'list.add': '加入名单', 'list.remove': '移出名单', 'staff.login': '登录', 'staff.login_failed': '登录失败', 'staff.logout': '退出', 'staff.create': '添加成员', 'staff.update': '修改成员', 'staff.preferences': '改了个人设置',
    'session.revoke': '结束登录', 'token.create': '建立令牌', 'token.revoke': '吊销令牌', 'app.change': '修改应用', 'setting.change': '修改设置', 'delivery.resend': '重投', 'audit.export': '导出日志',
    'words.put': '新建 / 修改词表', 'words.delete': '删除词表', 'words.add': '加词', 'words.import': '导入词', 'words.remove': '删词',
    'bank.': '图库', 'bank.add': '新建图库', 'bank.delete': '删除图库', 'bank.put': '图片入库', 'bank.take': '图片出库',
  },
  {
    title: 'Audit log', filters: 'Filter the log', actor: 'Who', family: 'Action', objectKind: 'Subject kind', objectID: 'Subject id', app: 'App', at: 'When', who: 'Who', what: 'What', object: 'Subject', from: 'From', position: 'Position', waiting: 'not linked yet',
    none: 'No entry matches', noneNote: 'Try another filter, or clear them.', details: 'Whole entry', close: 'Close', via: 'Via', address: 'Address', hash: 'Hash', id: 'Id', detail: 'Detail', exportJSON: 'Export JSON lines', exportCSV: 'Export CSV', verify: 'Verify',
    verifyTitle: 'Verify the chain', verifyNote: 'Each entry’s hash holds the one before. Walking from its beginning to its end shows any entry that was altered, removed or moved.', fromPosition: 'Begin at position', start: 'Verify', again: 'Verify again', stop: 'Stop', running: (checked: string, all: string) => `${checked} of ${all}`,
    good: (n: string, position: string) => `All ${n} entries are as they were written, up to the last at ${position}.`, empty: 'Nothing is linked yet.', rest: 'Entries in no link, and a log rewritten as a whole, only xiezhi audit verify can find.', bad: (position: string) => `Entry ${position} is not as it was written`, headHash: 'Hash of the last link',
    altered: 'it was altered', missing: 'one is missing', reordered: 'the order was changed',
    a_staff: 'Staff', a_app: 'App', a_administrator: 'App administrator', a_system: 'System', a_cli: 'Command line', a_visitor: 'Not logged in',
    o_case: 'Case', o_report: 'Report', o_user: 'User', o_place: 'Show or group', o_sanction: 'Sanction', o_staff: 'Staff', o_session: 'Session', o_token: 'Token', o_app: 'App', o_setting: 'Setting', o_delivery: 'Delivery', o_audit: 'Log', o_word_list: 'Word list', o_bank: 'Picture bank',
    'case.': 'Cases', 'evidence.': 'Evidence', 'report.': 'Reports', 'sanction.': 'Sanctions', 'list.': 'Lists', 'staff.': 'Staff and log-ins', 'session.': 'Sessions', 'token.': 'Tokens', 'app.': 'Apps', 'setting.': 'Settings', 'delivery.': 'Deliveries', 'audit.': 'Log', 'user.': 'Users', 'words.': 'Words',
    'case.view': 'Looked at a case', 'case.claim': 'Took a case', 'case.renew': 'Held it longer', 'case.decide': 'Decided', 'case.undo': 'Took a decision back', 'case.skip': 'Skipped', 'case.escalate': 'Escalated', 'case.release': 'Gave it back', 'evidence.view': 'Looked at evidence', 'user.view': 'Looked at a user',
    'report.order': 'Ordered by a report', 'sanction.lift': 'Lifted', 'list.add': 'Added to a list', 'list.remove': 'Removed from a list', 'staff.login': 'Logged in', 'staff.login_failed': 'Failed to log in', 'staff.logout': 'Logged out', 'staff.create': 'Added somebody', 'staff.update': 'Changed an account', 'staff.preferences': 'Changed own settings',
    'session.revoke': 'Ended a session', 'token.create': 'Made a token', 'token.revoke': 'Revoked a token', 'app.change': 'Changed an app', 'setting.change': 'Changed a setting', 'delivery.resend': 'Resent', 'audit.export': 'Exported the log',
    'words.put': 'Made or changed a word list', 'words.delete': 'Deleted a word list', 'words.add': 'Added terms', 'words.import': 'Imported terms', 'words.remove': 'Removed terms',
    'bank.': 'Picture banks', 'bank.add': 'Made a picture bank', 'bank.delete': 'Deleted a picture bank', 'bank.put': 'Put a picture into a bank', 'bank.take': 'Took a picture out of a bank',
  },
)
