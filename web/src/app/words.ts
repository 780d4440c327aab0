import { words } from '../i18n/words'

export const shell = words(
  {
    name: '獬豸审核台', short: '审核台', review: '审核', manage: '管理', skipToMain: '跳到主要内容',
    message: '举报消息', album: '相册图片', dialogue: '多人对话', live: '直播弹幕', evidence: '音视频证据', profile: '资料与昵称',
    overview: '实时看板', cases: '案件检索', lines: '直播消息', words: '词库', rules: '规则', thresholds: '阈值', calls: '通话策略', pictures: '图库', models: '模型', party: '派对', people: '重点用户', sanctions: '处罚', deliveries: '投递', apps: '应用与回调', staff: '团队与权限', audit: '操作日志', settings: '我的设置',
    search: '搜索用户、案件、指令', keys: '快捷键', language: 'English', themeDark: '切换到深色', themeLight: '切换到浅色', logOut: '退出登录',
    lost: '与服务器的连接断了，正在重连。已填写的内容都还在。', working: '接单中', paused: '已暂停接单', pauseWork: '暂停接单', resumeWork: '继续接单',
    narrow: '窗口较窄，仅可查看：审核请用 1024 像素以上的宽度。', atRisk: (n: number) => `其中高危 ${n}`,
    roles_admin: '管理员', roles_supervisor: '主管', roles_reviewer: '审核员', roles_auditor: '审计员',
    noPage: '没有这个页面', home: '回到首页', menu: '菜单',
  },
  {
    name: 'Xiezhi console', short: 'Xiezhi', review: 'Review', manage: 'Manage', skipToMain: 'Skip to main content',
    message: 'Messages', album: 'Album pictures', dialogue: 'Dialogues', live: 'Live chat', evidence: 'Audio / video', profile: 'Profiles',
    overview: 'Overview', cases: 'Cases', lines: 'Live messages', words: 'Word lists', rules: 'Rules', thresholds: 'Thresholds', calls: 'Call policy', pictures: 'Picture banks', models: 'Models', party: 'Party', people: 'Watched users', sanctions: 'Sanctions', deliveries: 'Deliveries', apps: 'Apps & callbacks', staff: 'Team & roles', audit: 'Audit log', settings: 'My settings',
    search: 'Search users, cases, commands', keys: 'Keyboard', language: '中文', themeDark: 'Switch to dark', themeLight: 'Switch to light', logOut: 'Log out',
    lost: 'The connection to the server broke; reconnecting. What you have entered is kept.', working: 'Taking cases', paused: 'Intake paused', pauseWork: 'Pause intake', resumeWork: 'Resume intake',
    narrow: 'This window is narrow, so cases are read-only: review at 1024 px or wider.', atRisk: (n: number) => `${n} high-risk`,
    roles_admin: 'Administrator', roles_supervisor: 'Supervisor', roles_reviewer: 'Reviewer', roles_auditor: 'Auditor',
    noPage: 'There is no such page', home: 'Back to the start', menu: 'Menu',
  },
)
