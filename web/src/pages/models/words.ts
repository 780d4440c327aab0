import { words } from '../../i18n/words'

export const modelWords = words(
  {
    title: '模型', versions: '模型版本', none: '还没有训练过模型', noneNote: '模型从审核员的裁决里学：被判违规的直播消息，加上没有发现问题的消息。积累一些裁决后再训练；也可以用命令行从标注文件训练。', unknown: '没有这个版本',
    train: '训练新模型', name: (version: number) => `v${version}`, installed: '使用中', noneInstalled: '目前没有使用中的模型',
    trainTitle: '从审核裁决训练', trainNote: '取已裁决的直播消息和没有发现问题的消息来学，留出五分之一不参与训练，用来出报告。只是训练，不会装上。', note: '备注', start: '开始训练', cancel: '取消', stop: '停止训练', staysOpen: '关闭这个窗口会停止训练。',
    reading: '读取消息', training: '训练', measuring: '评估', done: '保存', linesOf: (n: string) => `${n} 条`, trained: (version: number) => `v${version} 训练完成，报告见右侧；试算后再装上。`, look: '看报告',
    tooFew: '可学的消息太少', tooFewNote: (violations: string, lines: string) => `现在有 ${lines} 条可学，其中违规 ${violations} 条；两类都要有足够的数量。继续裁决一些直播消息再来。`, busy: '另一次训练正在进行，请稍后再试。',
    trainedAt: '训练时间', by: '训练人', from: '来源', decisions: '审核裁决', learned: '学习消息', violations: '其中违规', accuracy: '准确率', accuracyNote: '留出的消息里判对的比例，以 0.5 为界',
    report: '留出消息上的表现', kept: (lines: string, violations: string) => `${lines} 条，违规 ${violations} 条`, curve: '查准与查全', precision: '查准率', recall: '查全率', flagged: '误伤率', threshold: '分数阈值', pick: '移动看每个阈值',
    recallNote: '违规里找出了多少', precisionNote: '标出的里真违规多少', summary: (precision: string, recall: string, flagged: string, threshold: string) => `阈值 ${threshold}：查准 ${precision}，查全 ${recall}，误伤 ${flagged}`,
    bounds: '误伤上限对应的阈值', atMost: (share: string) => `≤ ${share}`, harmless: '无害消息误伤', unreached: '达不到', goThresholds: '去设阈值', scenes: '各场景', scene: '场景', size: '消息', thresholdAt: (share: string) => `误伤 ≤ ${share} 的阈值（查全）`, live: '直播', private: '私聊', system: '系统', other: '其他', noCurve: '报告里没有曲线。',
    installTitle: '装上这个版本', installNote: '先在存下的消息上试算，看有多少消息的处理会变，再按住装上。1 秒内在所有节点生效。', install: (version: number) => `按住装上 v${version}`, installedNow: (version: number) => `v${version} 已装上，1 秒内在所有节点生效。`,
    rollback: '回退', rollbackTitle: '回退到之前装的版本', rollbackNote: '换回这之前使用的版本；之前没有的话就不再使用模型。1 秒内在所有节点生效。', confirmRollback: '按住回退', backTo: (version: number) => `已回退到 v${version}。`, backToNone: '已回退：现在不使用模型。', file: '文件',
    w_learned: (n: string, of: string) => `学习用的违规消息只有 ${n} 条，少于 ${of} 条的模型懂得不多。`, w_harmless: (n: string) => `报告只依据 ${n} 条无害消息，千分之一的误伤率只能当作估计。`, w_violations: (n: string) => `报告只依据 ${n} 条违规消息。`, w_useless: '判对的比例不比“全都说一样”更高，不要使用。',
  },
  {
    title: 'Models', versions: 'Versions', none: 'No model was trained yet', noneNote: 'A model learns from what reviewers decided of live messages, and from those in which nothing was found. Decide some, then train; or train from a labelled file by the command line.', unknown: 'There is no such version',
    train: 'Train a model', name: (version: number) => `v${version}`, installed: 'In use', noneInstalled: 'No model is in use',
    trainTitle: 'Train from decisions', trainNote: 'It learns from decided live messages and from those in which nothing was found; a fifth is kept out for the report. It is trained only, not put in use.', note: 'Note', start: 'Train', cancel: 'Cancel', stop: 'Stop', staysOpen: 'Closing this stops the training.',
    reading: 'Reading', training: 'Training', measuring: 'Measuring', done: 'Keeping', linesOf: (n: string) => `${n} lines`, trained: (version: number) => `v${version} is trained. Read its report and try it before it is put in use.`, look: 'Read the report',
    tooFew: 'There is too little to learn from', tooFewNote: (violations: string, lines: string) => `There are ${violations} violations among ${lines} lines; enough of both kinds are needed. Decide more live messages first.`, busy: 'Another training is under way; try again later.',
    trainedAt: 'Trained', by: 'By', from: 'From', decisions: 'Decisions', learned: 'Learned from', violations: 'Violations', accuracy: 'Accuracy', accuracyNote: 'Right on lines that were kept out, with 0.5 as the threshold',
    report: 'On lines that were kept out', kept: (lines: string, violations: string) => `${lines} lines, ${violations} violations`, curve: 'Precision and recall', precision: 'Precision', recall: 'Recall', flagged: 'Harmless flagged', threshold: 'Threshold', pick: 'Move through the thresholds',
    recallNote: 'of the violations, found', precisionNote: 'of the flagged, violations', summary: (precision: string, recall: string, flagged: string, threshold: string) => `Threshold ${threshold}: precision ${precision}, recall ${recall}, harmless flagged ${flagged}`,
    bounds: 'Thresholds by harmless lines flagged', atMost: (share: string) => `≤ ${share}`, harmless: 'Harmless', unreached: 'Out of reach', goThresholds: 'To the thresholds', scenes: 'Scenes', scene: 'Scene', size: 'Lines', thresholdAt: (share: string) => `Threshold at ≤ ${share} (recall)`, live: 'Live', private: 'Private', system: 'System', other: 'Other', noCurve: 'The report has no curve.',
    installTitle: 'Put it in use', installNote: 'Try it on kept messages first and see how many would end otherwise; then hold the button. In force on every node within a second.', install: (version: number) => `Hold to use v${version}`, installedNow: (version: number) => `v${version} is in use on every node within a second.`,
    rollback: 'Roll back', rollbackTitle: 'Back to what was in use before', rollbackNote: 'What was in use before is again; where there was nothing, no model is. In force on every node within a second.', confirmRollback: 'Hold to roll back', backTo: (version: number) => `v${version} is in use again.`, backToNone: 'No model is in use now.', file: 'File',
    w_learned: (n: string, of: string) => `There were only ${n} violations to learn from; a model of fewer than ${of} knows little.`, w_harmless: (n: string) => `The report rests on only ${n} harmless lines: what it says of one in a thousand is a guess.`, w_violations: (n: string) => `The report rests on only ${n} violations.`, w_useless: 'It is right no more often than who says the same of every line; do not use it.',
  },
)
