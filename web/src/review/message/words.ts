import { words } from '../../i18n/words'

export const messageWords = words(
  {
    conversation: '对话', accused: '被举报', reporter: '举报人', people: (n: number) => `${n} 人举报`, evidence: '证据', markEvidence: '列为证据', unmark: '取消列为证据', noSender: '未注明发送人',
    waited: (time: string) => `已等待 ${time}`, pieces: (n: number) => `${n} 条消息`, reports: (n: number) => `${n} 次举报`, wave: (n: number) => `${n} 条同样的消息`, inEvidence: (n: number) => `${n} 条证据`, copy: '复制案件链接', copied: '已复制链接',
    risk: '高危', escalated: '已升级', protectedUser: '受保护用户',
    profileUser: '个人资料', profileGroup: '群资料', profileShow: '秀场资料', profileHall: '资料', place: 'ID', owner: '所有者', noName: '没有名称', noDesc: '没有简介', reportedProfile: '被举报的资料',
    same: (n: number) => `同文案另有 ${n} 件待审`, nearly: (n: number) => `相近文案另有 ${n} 件待审`, merge: '合并处理', mergeTitle: '同文案合并处理', mergeNote: '勾选的案件与当前这件作出同样的裁决，可一次撤销。', alike: (n: number) => `相似 ${n}%`,
    mergePass: (n: number) => `全部通过（${n} 件）`, mergePunish: (n: number) => `全部处罚（${n} 件）`, mergeReason: '先选原因，才能一起处罚', allGone: '这些案件已被别人领走，没有提交。',
  },
  {
    conversation: 'Conversation', accused: 'Reported', reporter: 'Reporter', people: (n) => (n === 1 ? '1 report' : `${n} reports`), evidence: 'Evidence', markEvidence: 'Evidence', unmark: 'Not evidence', noSender: 'No sender named',
    waited: (time) => `Waited ${time}`, pieces: (n) => (n === 1 ? '1 message' : `${n} messages`), reports: (n) => (n === 1 ? '1 report' : `${n} reports`), wave: (n) => `${n} messages alike`, inEvidence: (n) => `${n} in evidence`, copy: 'Copy a link to the case', copied: 'Link copied',
    risk: 'High risk', escalated: 'Escalated', protectedUser: 'Protected user',
    profileUser: 'User profile', profileGroup: 'Group profile', profileShow: 'Show profile', profileHall: 'Profile', place: 'ID', owner: 'Owner', noName: 'No name', noDesc: 'No description', reportedProfile: 'The reported profile',
    same: (n) => `${n} more pending with the same text`, nearly: (n) => `${n} more pending with nearly the same text`, merge: 'Handle together', mergeTitle: 'Handle the same text together', mergeNote: 'Those ticked get the same verdict as this case; one undo takes all back.', alike: (n) => `${n}% alike`,
    mergePass: (n) => `Pass all (${n})`, mergePunish: (n) => `Punish all (${n})`, mergeReason: 'Choose a reason first to punish them together', allGone: 'Others have taken these cases; nothing was sent.',
  },
)
