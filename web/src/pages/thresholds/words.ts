import { words } from '../../i18n/words'

export const thresholdWords = words(
  {
    title: '阈值', apps: '应用', none: '还没有应用', noneNote: '先在“应用与回调”里添加应用。', unknown: '没有这个应用',
    judged: '怎样判定', kept: '怎样保存', looked: '图片检测服务', byDefault: (value: string) => `默认 ${value}`, resetOf: (name: string) => `${name}：恢复默认`, noDefault: '默认不启用', badShare: '填 0 到 1 之间的数', badNumber: '填 0 到 1000000 的整数',
    deny: '直接拦截', denyNote: '证据的把握达到这个值才直接拦截，不到就转人工。',
    review: '开始计入', reviewNote: '把握低于这个值的证据不算数。',
    model: '模型分数', modelNote: '模型给一句话的分数达到这个值就转人工；0 表示不看模型。',
    repeats: '刷屏', repeatsNote: '同一人 10 秒内发同样的话，超过这么多条就拦截；0 表示不限。',
    spread: '群发', spreadNote: '一分钟内发同样话的人超过这个数就转人工；0 表示不限。',
    near: '近似群发', nearNote: '一分钟内发几乎同样话的人超过这个数就转人工；0 表示不限。',
    deny_repeat_offenders: '屡犯直接拦截', deny_repeat_offendersNote: '近期被人裁决违规达到这个次数的人，把握够的证据直接拦截、不再转人工；0 表示不启用。',
    record: '记录方式', durable: '先落盘再应答', async: '先应答后落盘', durableNote: '每条消息存好之后才应答，断电也不丢记录。', asyncNote: '应答更快，但进程崩溃前一秒内的消息可能没有记录：查不到，也撤销不了。转人工的消息不受影响。',
    keep: '保留天数', keepNote: '到期的直播消息自动清除，填 1 到 3650。', badDays: '填 1 到 3650 的整数',
    detector: '由外部模型检查图片', detectorOff: '没有检测服务：图库里没有的图片都转人工，不会直接放行。', url: '服务地址', urlNote: '每张图片 POST 到这个地址，格式见文档。', badURL: '填 http 或 https 地址', token: '访问令牌', tokenKeep: '已设置；留空则保持不变。', tokenNew: '作为 Bearer 令牌发出；没有就留空。', timeout: '超时（毫秒）', timeoutNote: '超时或出错的图片转人工。', badTimeout: '填 1 到 60000 的整数',
    trial: '先试再存', trialNote: '改动阈值后，可以先在存下的消息上试算，看有多少消息的处理会变。',
  },
  {
    title: 'Thresholds', apps: 'Apps', none: 'No apps yet', noneNote: 'Add one under “Apps & callbacks” first.', unknown: 'There is no such app',
    judged: 'How it is judged', kept: 'How it is kept', looked: 'Picture detector', byDefault: (value: string) => `default ${value}`, resetOf: (name: string) => `${name}: back to default`, noDefault: 'default: off', badShare: 'A number from 0 to 1', badNumber: 'A whole number from 0 to 1000000',
    deny: 'Deny', denyNote: 'How sure evidence must be to deny; below that, a person decides.',
    review: 'Count at all', reviewNote: 'Evidence less sure than this counts for nothing.',
    model: 'Model score', modelNote: 'From this score on the model asks a person; 0: the model is not asked.',
    repeats: 'Flood', repeatsNote: 'More lines of the same by one sender in 10 s are denied; 0: any number.',
    spread: 'Wave', spreadNote: 'With more senders of the same in a minute a person decides; 0: any number.',
    near: 'Near wave', nearNote: 'With more senders of nearly the same in a minute a person decides; 0: any number.',
    deny_repeat_offenders: 'Repeat offenders', deny_repeat_offendersNote: 'Who was found against this often lately is denied on sure evidence instead of asking a person; 0: never.',
    record: 'Record', durable: 'Kept, then answered', async: 'Answered, then kept', durableNote: 'A message is kept before its answer leaves; a power cut loses nothing.', asyncNote: 'Faster, but messages of the last second before a crash may be missing: not found again, not undone. Those that a person decides are always kept.',
    keep: 'Days kept', keepNote: 'Older live messages are forgotten; from 1 to 3650.', badDays: 'A whole number from 1 to 3650',
    detector: 'An outside model looks at pictures', detectorOff: 'No detector: every picture that no bank knows waits for a person. None passes silently.', url: 'Address', urlNote: 'Each picture is posted here; the documentation has the form.', badURL: 'An http or https address', token: 'Token', tokenKeep: 'Set; leave empty to keep it.', tokenNew: 'Sent as a bearer token; empty for none.', timeout: 'Timeout (ms)', timeoutNote: 'A picture that takes longer, or fails, waits for a person.', badTimeout: 'A whole number from 1 to 60000',
    trial: 'Try before saving', trialNote: 'Change a threshold, and see on kept messages how many would end otherwise.',
  },
)
