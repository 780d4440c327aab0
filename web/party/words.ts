import { words } from '../src/i18n/words'

export const page = words(
  {
    title: '演示派对', tagline: '两个窗口，两个人，一通真的通话', pick: '你想是谁？', pickHint: '用两个窗口各选一位，他们就能看见彼此。', entering: '正在进入…',
    online: '在线', offline: '不在线', here: (n: number) => `在线 ${n} 人`, nobody: '现在没有别人在线', nobodyHint: '再打开一个窗口，选另一位：', choose: '选一位在线的朋友，打个招呼', coins: '金币', unlinked: '连接断开，正在重连…',
    people: '在线的人', back: '返回', audio: '语音通话', video: '视频通话', report: '举报', write: '写点什么…', send: '发送', gifts: '礼物', language: 'English', hello: (name: string) => `和 ${name} 说声你好吧`,
    masked: '部分内容已被屏蔽', waiting: '等待审核后送达', refused: '未送达：内容不合规范', unsent: '没有发出去', recalled: '消息已被审核员删除', youGave: (name: string, n: number) => `你送出 ${name} ×${n}`, gotGift: (name: string, n: number) => `收到 ${name} ×${n}`,
    ringingOut: '正在呼叫，等待对方接听…', ringingVideo: '邀请你视频通话', ringingAudio: '邀请你语音通话', accept: '接听', reject: '拒绝', cancel: '取消', hangup: '挂断', joining: '正在接通…', microphone: '麦克风', camera: '摄像头', you: '你',
    completed: (time: string) => `通话结束 ${time}`, cancelled: '通话已取消', rejected: '对方拒绝了通话', timeout: '无人接听', busy: '对方正在通话中', kicked: '通话已被平台终止：有人违反了社区规范', disconnected: '对方已离线，通话结束', elsewhere: '已在另一台设备上接听', lost: '连接不上对方，通话结束',
    rejectedMine: '你拒绝了通话', missed: '未接来电',
    reportTitle: (name: string) => `举报 ${name}`, reportHint: '对方最近的消息会一并提交给审核员。', porn: '色情低俗', ad: '广告引流', sensitive: '敏感话题', memo: '补充说明（可不填）', submit: '提交举报', reported: '举报已提交，审核员会尽快处理', close: '关闭',
    poor: '金币不够', mutedNow: '你已被禁言，暂时不能发消息', kickedNow: '你被禁止通话，暂时不能呼叫', inCall: '你已经在通话中', slow: '太快了，歇一歇', away: '服务器没有应答，请稍后再试', failedNow: '没有成功，请再试一次',
    barredTitle: '你已被限制登录', barredText: '审核员认定这个账号违反了社区规范。通话已经结束，连接已经断开；限制解除之前不能上线、通话或发消息。', again: '再试一次',
    elsewhereTitle: '这个窗口已断开', elsewhereText: '同一个账号打开了太多窗口。', failedTitle: '进不去', failedText: '演示的服务器没有应答。它还在运行吗？',
    giftFrom: (name: string, gift: string) => `${name} 送你 ${gift}`, giftTo: (gift: string) => `送出 ${gift}`, unread: (n: number) => `${n} 条未读`,
  },
  {
    title: 'Demo party', tagline: 'Two windows, two people, one real call', pick: 'Who would you like to be?', pickHint: 'Pick one in each of two windows, and they see each other.', entering: 'Entering…',
    online: 'Online', offline: 'Offline', here: (n: number) => `${n} online`, nobody: 'Nobody else is here', nobodyHint: 'Open another window as somebody else:', choose: 'Pick somebody who is online and say hello', coins: 'Coins', unlinked: 'Connection lost, trying again…',
    people: 'Who is online', back: 'Back', audio: 'Audio call', video: 'Video call', report: 'Report', write: 'Write something…', send: 'Send', gifts: 'Gifts', language: '中文', hello: (name: string) => `Say hello to ${name}`,
    masked: 'Part of it was masked', waiting: 'Delivered once it was looked at', refused: 'Not delivered: it breaks the rules', unsent: 'Not sent', recalled: 'Deleted by a reviewer', youGave: (name: string, n: number) => `You gave ${name} ×${n}`, gotGift: (name: string, n: number) => `You got ${name} ×${n}`,
    ringingOut: 'Calling…', ringingVideo: 'invites you to a video call', ringingAudio: 'invites you to a call', accept: 'Accept', reject: 'Reject', cancel: 'Cancel', hangup: 'Hang up', joining: 'Connecting…', microphone: 'Microphone', camera: 'Camera', you: 'You',
    completed: (time: string) => `Call ended ${time}`, cancelled: 'Call cancelled', rejected: 'They declined', timeout: 'No answer', busy: 'They are in another call', kicked: 'The platform ended the call: somebody broke the rules', disconnected: 'They went offline, the call ended', elsewhere: 'Taken on another device', lost: 'No connection, the call ended',
    rejectedMine: 'You declined', missed: 'Missed call',
    reportTitle: (name: string) => `Report ${name}`, reportHint: 'Their latest messages go to the reviewers with it.', porn: 'Sexual content', ad: 'Advertising', sensitive: 'Sensitive topics', memo: 'Anything to add (optional)', submit: 'Send report', reported: 'Reported. A reviewer will look at it soon', close: 'Close',
    poor: 'Not enough coins', mutedNow: 'You are muted and cannot write for now', kickedNow: 'You may not call for now', inCall: 'You are in a call already', slow: 'Too fast, take a breath', away: 'The server does not answer, try again later', failedNow: 'That did not work, try again',
    barredTitle: 'You may not log in', barredText: 'A reviewer found that this account broke the rules. The call has ended and the connection was cut; until this is lifted you cannot appear, call or write.', again: 'Try again',
    elsewhereTitle: 'This window was disconnected', elsewhereText: 'This account is open in too many windows.', failedTitle: 'No way in', failedText: 'The demo’s server does not answer. Is it still running?',
    giftFrom: (name: string, gift: string) => `${name} gives you ${gift}`, giftTo: (gift: string) => `You give ${gift}`, unread: (n: number) => `${n} unread`,
  },
)
