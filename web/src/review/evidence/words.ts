import { words } from '../../i18n/words'

export const evidenceWords = words(
  {
    way: '通话经过', line: '通话时间线', lineSummary: (people: number, items: number) => `${people} 人，${items} 条证据`, start: '通话开始', end: '通话结束', join: '进入通话', leave: '离开通话', over: (length: string) => `已结束 · ${length}`, running: (length: string) => `通话中 · ${length}`,
    pieces: (n: number) => `${n} 条证据`, people: (n: number) => `${n} 人`, item: (n: number) => `第 ${n} 条`, several: (n: number, at: string) => `${at} 起 ${n} 条证据`, fresh: '新', freshCame: (n: number) => `新到 ${n} 条证据`, freshSee: '查看',
    picture: '通话截图', video: '通话录像', audio: '通话语音', waiting: '正在保存副本', noPicture: '没有附图', expired: '原地址已失效，没有存下', tooLarge: '文件过大，没有存下', wrongType: '不是能展示的图片，没有存下', refused: '地址不允许访问，没有存下', timeout: '源站没有回应，没有存下', broken: '没有存下',
    noText: '没有转写文字', transcribing: '转写中', notTranscribed: '转写失败', asrUnknown: '转写状态未知', pass: '云端：通过', suspect: '云端：嫌疑', reject: '云端：不通过', cloudWords: '云端命中', sub: '细分',
    machine: '机器检测', vendor_reviewer: '云端审核员', customer_reviewer: '我方审核员', detecting: '检测中', detected: '检测完成', status: (n: number) => `状态 ${n}`, certain: '确定', suspicious: '可疑', level: (n: number) => `级别 ${n}`, noLabels: '没有标签', receivedLate: (length: string) => `晚到 ${length}`,
    panel: '通话双方', panelMany: '通话成员', accused: '被检出', other: '对方', unknown: '未知用户', unknownNote: '没有人告知这个 UID 是谁', uid: 'UID', never: '没有进出记录', present: '在通话中的时间', stillIn: '仍在通话', risk: '高危', protected: '受保护', inForce: (what: string) => `${what}生效中`,
    reports: '被举报', decisions: '裁决', sanctions: '处罚生效', call: '通话', channel: '频道', channelID: '频道 ID', ids: '编号', task: '任务', data: '数据', hash: 'SHA-256',
    byPolicy: '策略已自动处置', byHand: (who: string) => `${who} 已处置`, lift: '解除', lifted: '已解除', elsewhere: '在另一个通话', once: '已执行，无法撤回', liftNote: '解除后可重新进入通话，并会收到通知',
    dock: '裁决', reason: '原因', length: '时长', also: '同时', pass2: '通过', kick: '踢出', warn: '警告', close: '关闭通话', uphold: '只记违规', loginOnly: '限制登录', chooseReason: '先用数字键选原因，再处置；没有问题就通过', suspected: '按云端标签预选', on: (who: string) => `对象 ${who}`, warnDoes: '双方都会收到提示', suggested: '按阶梯建议', offence: (n: number, what: string) => `第 ${n} 次${what}`,
    marked: (n: number) => `${n} 条已列为证据`, memo: (places: string) => `证据：第 ${places} 条`, focusOn: (what: string) => `当前 ${what}`,
  },
  {
    way: 'The call', line: 'Time line of the call', lineSummary: (people, items) => `${people} people, ${items} pieces of evidence`, start: 'Call begins', end: 'Call ends', join: 'joins', leave: 'leaves', over: (length) => `Over · ${length}`, running: (length) => `In call · ${length}`,
    pieces: (n) => (n === 1 ? '1 piece of evidence' : `${n} pieces of evidence`), people: (n) => (n === 1 ? '1 person' : `${n} people`), item: (n) => `No. ${n}`, several: (n, at) => `${n} pieces of evidence from ${at}`, fresh: 'New', freshCame: (n) => (n === 1 ? 'New evidence came' : `${n} new pieces of evidence came`), freshSee: 'Look',
    picture: 'Picture of the call', video: 'Film of the call', audio: 'Sound of the call', waiting: 'Being copied', noPicture: 'No picture came with it', expired: 'Its address expired before it was copied', tooLarge: 'Too large, not copied', wrongType: 'Not a picture that can be shown, not copied', refused: 'Its address may not be called, not copied', timeout: 'Its server did not answer, not copied', broken: 'It could not be copied',
    noText: 'No transcript', transcribing: 'Being transcribed', notTranscribed: 'Transcription failed', asrUnknown: 'Transcription unknown', pass: 'Cloud: pass', suspect: 'Cloud: suspect', reject: 'Cloud: reject', cloudWords: 'Cloud found', sub: 'Sub',
    machine: 'Machine', vendor_reviewer: 'Cloud’s reviewer', customer_reviewer: 'Our reviewer', detecting: 'Detecting', detected: 'Detected', status: (n) => `Status ${n}`, certain: 'certain', suspicious: 'suspicious', level: (n) => `level ${n}`, noLabels: 'No labels', receivedLate: (length) => `${length} late`,
    panel: 'Both sides', panelMany: 'People in the call', accused: 'Found', other: 'Other side', unknown: 'Unknown user', unknownNote: 'Nobody told who this UID is', uid: 'UID', never: 'No coming or going was told', present: 'Times in the call', stillIn: 'still in call', risk: 'High risk', protected: 'Protected', inForce: (what) => `${what} in force`,
    reports: 'Reports', decisions: 'Verdicts', sanctions: 'In force', call: 'Call', channel: 'Channel', channelID: 'Channel id', ids: 'Numbers', task: 'Task', data: 'Data', hash: 'SHA-256',
    byPolicy: 'Policy acted at once', byHand: (who) => `${who} acted`, lift: 'Lift', lifted: 'Lifted', elsewhere: 'in another call', once: 'Done; it cannot be taken back', liftNote: 'Lets him back into the call and tells him so',
    dock: 'Verdict', reason: 'Reason', length: 'Length', also: 'Also', pass2: 'Pass', kick: 'Kick', warn: 'Warn', close: 'Close call', uphold: 'Uphold', loginOnly: 'Limit login', chooseReason: 'Choose a reason by its digit before you act, or pass', suspected: 'Preset by the cloud’s label', on: (who) => `to ${who}`, warnDoes: 'Both sides are told', suggested: 'Suggested by ladder', offence: (n, what) => `offence ${n}: ${what}`,
    marked: (n) => `${n} in evidence`, memo: (places) => `Evidence: no. ${places}`, focusOn: (what) => `Now ${what}`,
  },
)

/** What the cloud's labels mean. One that nobody knows is shown as it came. */
export const labelNames = words(
  { porn: '色情', sexy: '性感低俗', ad: '广告', qr_code: '二维码', ad_law: '违反广告法', terror: '暴恐', contraband: '违禁', politics: '涉政', abuse: '谩骂', spam: '灌水', disgusting: '恶心', other: '其他', black_screen: '黑屏', idle: '挂机', values: '价值观' },
  { porn: 'Porn', sexy: 'Sexy', ad: 'Ad', qr_code: 'QR code', ad_law: 'Ad law', terror: 'Terror', contraband: 'Contraband', politics: 'Politics', abuse: 'Abuse', spam: 'Spam', disgusting: 'Disgusting', other: 'Other', black_screen: 'Black screen', idle: 'Idle', values: 'Values' },
)
