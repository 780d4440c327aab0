import { words } from '../../i18n/words'

export const callWords = words(
  {
    title: '通话策略', apps: '应用', none: '还没有应用', noneNote: '先在“应用与回调”里添加应用。', unknown: '没有这个应用', noCloud: '这个应用没有接入通话云', noCloudNote: '先在“应用与回调”里填写网易云信的凭据。', toApps: '去填写',
    acts: '收到证据后立即处置', actsNote: '没有设置的都转人工审核。命中多个标签时，取其中最重的处置；对受保护的用户从不自动处置。', label: '标签', any: '任意级别', suspicious: '可疑', certain: '确定', urgent: '优先', asAny: '同任意级别', ask: '转人工', warn: '警告双方', close: '关闭通话', kick: (length: string) => `踢出 ${length}`, cell: (label: string, level: string) => `${label}，${level}`,
    add: '添加标签', addNote: '通话云的其他标签编号', addButton: '添加', keeping: '保存与提交', keep: '证据保留天数', keepNote: '到期后，没有待审案件的证据和截图自动清除，填 1 到 3650。', badDays: '填 1 到 3650 的整数', submit: '通话开始时自动提交云端检测', submitNote: '通话开始时提交，结束时撤出，各一次。',
  },
  {
    title: 'Call policy', apps: 'Apps', none: 'No apps yet', noneNote: 'Add one under “Apps & callbacks” first.', unknown: 'There is no such app', noCloud: 'This app has no call cloud', noCloudNote: 'Fill in its netease credentials under “Apps & callbacks” first.', toApps: 'Fill them in',
    acts: 'What is done about evidence at once', actsNote: 'What is not set here waits for a reviewer. Of several labels the gravest act is done; nothing is ever done to a protected user.', label: 'Label', any: 'Any level', suspicious: 'Suspicious', certain: 'Certain', urgent: 'First', asAny: 'As any level', ask: 'Ask a reviewer', warn: 'Warn both sides', close: 'Close the call', kick: (length) => `Kick for ${length}`, cell: (label, level) => `${label}, ${level}`,
    add: 'Add a label', addNote: 'Number of another label of the cloud', addButton: 'Add', keeping: 'Keeping and handing in', keep: 'Days that evidence is kept', keepNote: 'Older evidence and its pictures are forgotten unless its case waits; from 1 to 3650.', badDays: 'A whole number from 1 to 3650', submit: 'Have every call watched by the cloud', submitNote: 'Handed in when it begins, taken out when it ends, each once.',
  },
)
