import { words } from '../../i18n/words'

export const staffWords = words(
  {
    title: '团队与权限', list: '团队', name: '用户名', role: '角色', factor: '两步验证', on: '已开启', off: '未开启', state: '状态', active: '正常', disabled: '已停用', created: '建立时间', me: '我', manage: '管理', add: '添加成员', none: '还没有成员',
    addTitle: '添加成员', addNote: '会生成一个初始密码，只显示一次。请让本人登录后在“我的设置”里改掉，并开启两步验证。', create: '添加', cancel: '取消', close: '完成', createdOne: (name: string) => `${name} 已添加`, password: '初始密码', passwordNote: '只显示这一次，关闭后再也看不到。请当面或用安全的方式交给本人。', copy: '复制密码',
    manageTitle: (name: string) => `管理 ${name}`, changeRole: '改角色', saved: '已保存', ownRole: '不能改自己的角色，也不能停用自己。', disable: '停用账号', disableNote: '停用后立即退出所有登录，手上的案件到期自动放回队列。随时可以恢复。', enable: '恢复账号',
    resetPassword: '重设密码', resetPasswordNote: '旧密码作废，此人的所有登录立即结束。', newPassword: '新密码', resetFactor: '取消两步验证', resetFactorNote: '给丢了验证器的人。取消后只凭密码就能登录，直到本人重新开启。', confirmReset: '确认重设', confirmFactor: '确认取消两步验证', 
    may: '各角色能做什么', what: '权限', yes: '可以', no: '不可以',
    admin: '管理一切：应用、凭据、成员和全局设置。', supervisor: '带队：另可处理受保护用户和升级的案件、重投、看操作日志和团队。', reviewer: '审核：领取、裁决、解除处罚、维护名单。', auditor: '只看：案件、处罚、投递、成员和操作日志，什么都不改。',
    p_read: '查看案件、处罚、投递、应用', p_decide: '领取和裁决案件', p_lift: '解除处罚', p_keep_lists: '维护高危 / 受保护名单', p_senior: '处理受保护用户和升级的案件，看团队统计', p_resend: '重投', p_edit_words: '维护词库与规则', p_keep_coins: '设定礼物价格，入账与退款', p_oversee: '看成员和操作日志', p_administer: '管理应用、凭据、成员、全局设置',
  },
  {
    title: 'Team & roles', list: 'Team', name: 'Username', role: 'Role', factor: 'Second factor', on: 'On', off: 'Off', state: 'State', active: 'Active', disabled: 'Switched off', created: 'Made', me: 'me', manage: 'Manage', add: 'Add somebody', none: 'Nobody yet',
    addTitle: 'Add somebody', addNote: 'A first password is made and shown once. Ask the person to change it in “My settings” and to switch the second factor on.', create: 'Add', cancel: 'Cancel', close: 'Done', createdOne: (name: string) => `${name} was added`, password: 'First password', passwordNote: 'Shown this once and never again. Hand it over in person or another safe way.', copy: 'Copy the password',
    manageTitle: (name: string) => `Manage ${name}`, changeRole: 'Change role', saved: 'Saved', ownRole: 'Nobody changes his own role or switches himself off.', disable: 'Switch the account off', disableNote: 'Ends every session at once; cases in hand return to the queue when their lease ends. It can be switched on again.', enable: 'Switch it on again',
    resetPassword: 'Reset the password', resetPasswordNote: 'The old one is void and every session ends at once.', newPassword: 'New password', resetFactor: 'Take the second factor away', resetFactorNote: 'For one who lost the authenticator. The password alone is enough until it is switched on anew.', confirmReset: 'Reset it', confirmFactor: 'Take it away', 
    may: 'What each role may do', what: 'Permission', yes: 'yes', no: 'no',
    admin: 'Everything: apps, credentials, people and what holds for all.', supervisor: 'Leads: also protected users and escalations, resends, the audit log and the team.', reviewer: 'Reviews: takes, decides, lifts, keeps the lists.', auditor: 'Looks only: cases, sanctions, deliveries, people and the audit log.',
    p_read: 'See cases, sanctions, deliveries, apps', p_decide: 'Take and decide cases', p_lift: 'Lift sanctions', p_keep_lists: 'Keep the high-risk and protected lists', p_senior: 'Protected users, escalations, team figures', p_resend: 'Resend deliveries', p_edit_words: 'Keep words and rules', p_keep_coins: 'Price gifts, credit and refund coins', p_oversee: 'See people and the audit log', p_administer: 'Apps, credentials, people, settings',
  },
)
