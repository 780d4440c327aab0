import { words } from '../../i18n/words'

export const dialogueWords = words(
  {
    conversation: '对话', report: '举报说明', reason: '举报原因', noReason: '举报人没有写原因', shown: '举报截图', picture: (n: number) => `举报截图 ${n}`, notAddress: '不是图片地址',
    lines: (n: number) => `${n} 条`, people: (n: number) => `${n} 人`, evidence: '证据', markEvidence: '列为证据', unmark: '取消列为证据', deleted: '已在应用内删除', source: '富文本原文', silent: '没有发言', stranger: '未登记的用户',
    users: '用户', judged: (n: number, all: number) => `已判 ${n} / ${all}`, allJudged: '全部已判', unjudged: '未判', lacks: (names: string, n: number) => (n > 3 ? `还差 ${n} 人：${names} 等` : `还差 ${n} 人：${names}`), first: (what: string) => `初判 ${what}`, unnamed: '没有名字',
    male: '男', female: '女', sex: (what: string) => `性别 ${what}`, history: '此前的判定', noHistory: '没有判过', times: (what: string, n: number) => `${what} × ${n}`, more: '该用户的全部记录', wholeNote: '取最重的判定，可改', whole: '整段对话', suggested: '建议', chosen: '已改', notYet: '待判定',
    label: '判定', action: '处置', dock: '判定', judging: (who: string) => `正在判 ${who}`, judgingWhole: '正在判整段对话', onlyLabel: '只判定，不处罚', firstLabel: '先用数字键选判定，再选处置', passes: '通过的用户不处罚', backToSuggested: '再按一次回到建议',
    passUser: '此人通过', passWhole: '整段通过', nextUser: '下一人', submit: '提交判定', missing: (n: number) => `还有 ${n} 人没有判定`, focusOn: (who: string, label: string) => `${who}，${label}`, evidenceMemo: (places: string) => `证据：第 ${places} 条`,
    appeal: '申诉复核', urgent: '加急', askedAt: (at: string) => `申诉于 ${at}`, firstCase: '原案件', firstVerdict: '初次判定', noFirst: '初次判定已撤销', by: '判定人',
    category: (what: string) => `场景 ${what}`, ids: '编号', reportID: '举报编号', ticket: '工单号', uniqid: '唯一编号', verdicts: '判定结果',
  },
  {
    conversation: 'Dialogue', report: 'The report', reason: 'Reason', noReason: 'The reporter gave no reason', shown: 'Pictures of the reporter', picture: (n) => `Picture ${n} of the reporter`, notAddress: 'No picture address',
    lines: (n) => (n === 1 ? '1 line' : `${n} lines`), people: (n) => (n === 1 ? '1 user' : `${n} users`), evidence: 'Evidence', markEvidence: 'Evidence', unmark: 'Not evidence', deleted: 'Deleted in the app', source: 'Original markup', silent: 'Said nothing', stranger: 'Not in the list',
    users: 'Users', judged: (n, all) => `${n} of ${all} judged`, allJudged: 'All judged', unjudged: 'No verdict', lacks: (names, n) => (n > 3 ? `${n} to judge: ${names} …` : `${n} to judge: ${names}`), first: (what) => `First: ${what}`, unnamed: 'No name',
    male: 'Male', female: 'Female', sex: (what) => `Sex ${what}`, history: 'Earlier verdicts', noHistory: 'Never judged', times: (what, n) => `${what} × ${n}`, more: 'All about this user', wholeNote: 'The worst, or your own', whole: 'The dialogue', suggested: 'suggested', chosen: 'changed', notYet: 'not yet',
    label: 'Verdict', action: 'Action', dock: 'Verdict', judging: (who) => `Judging ${who}`, judgingWhole: 'Judging the dialogue', onlyLabel: 'A verdict, no punishment', firstLabel: 'Choose a verdict by its digit, then actions', passes: 'Who passes is not punished', backToSuggested: 'Press again for the suggestion',
    passUser: 'Pass user', passWhole: 'Pass dialogue', nextUser: 'Next user', submit: 'Submit', missing: (n) => (n === 1 ? 'One user has no verdict yet' : `${n} users have no verdict yet`), focusOn: (who, label) => `${who}, ${label}`, evidenceMemo: (places) => `Evidence: lines ${places}`,
    appeal: 'Appeal', urgent: 'Urgent', askedAt: (at) => `Asked ${at}`, firstCase: 'First case', firstVerdict: 'First verdict', noFirst: 'The first verdict was taken back', by: 'By',
    category: (what) => `Scene ${what}`, ids: 'Numbers', reportID: 'Report', ticket: 'Ticket', uniqid: 'Unique id', verdicts: 'Verdicts',
  },
)
export type DialogueWords = (typeof dialogueWords)['zh']

/** sexOf says what an app's word for somebody's sex means; a number stays one, for apps do not agree on what it means. */
export function sexOf(t: DialogueWords, sex: string | undefined): string {
  const plain = (sex ?? '').trim()
  if (plain === '' || plain === '0') return ''
  if (/^(m|male|男)$/i.test(plain)) return t.male
  if (/^(f|female|女)$/i.test(plain)) return t.female
  return t.sex(plain)
}
