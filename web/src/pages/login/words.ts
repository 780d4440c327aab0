import { words } from '../../i18n/words'

export const loginWords = words(
  {
    title: '登录', username: '用户名', password: '密码', code: '动态码', codeHint: '验证器上的 6 位数字，或一个恢复码', submit: '登录', again: '登录已过期', againNote: '重新登录后，页面上的内容原样继续。',
    bad_login: '用户名或密码不对', otp_required: '请填写验证器上的动态码', bad_otp: '动态码不对或已用过，请等下一个再试', throttled: '失败次数过多，请过几分钟再试', disabled: '这个账号已停用，请联系管理员',
    other: '登录没有成功，请重试', unreachable: '连不上服务器，请检查网络', setupTitle: '建立第一个管理员', setupNote: '这个链接只能用一次。', again2: '再输入一次密码', differ: '两次输入的密码不一样', setup: '建立并进入',
    passwordHint: '至少 8 个字符', setup_token: '这个链接已用过或已失效。重新启动 xiezhi 会打印新的链接。',
  },
  {
    title: 'Log in', username: 'Username', password: 'Password', code: 'Code', codeHint: 'Six digits from your authenticator, or a recovery code', submit: 'Log in', again: 'Your session has ended', againNote: 'Log in again and the page goes on as it is.',
    bad_login: 'Wrong username or password', otp_required: 'Enter the code of your authenticator', bad_otp: 'The code is wrong or was used; wait for the next one', throttled: 'Too many failures; try again in a few minutes', disabled: 'This account is switched off; ask an administrator',
    other: 'Logging in did not work; try again', unreachable: 'The server is out of reach; check your network', setupTitle: 'Make the first administrator', setupNote: 'This link works once.', again2: 'The password again', differ: 'The two passwords differ', setup: 'Make it and go in',
    passwordHint: 'At least 8 characters', setup_token: 'This link was used or has expired. Restarting xiezhi prints a new one.',
  },
)
