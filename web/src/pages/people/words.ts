import { words } from '../../i18n/words'

export const peopleWords = words(
  {
    title: '重点用户', list: '名单', risk: '高危用户', special: '受保护用户', riskNote: '他们的举报先审：进入高危队列，首先分给审核员。', specialNote: '涉及他们的案件只由主管裁决。', user: '用户', app: '应用', by: '添加人', at: '添加时间',
    remove: '移出', add: '添加用户', addTitle: (list: string) => `添加到${list}`, userID: '用户 ID', addButton: '添加', cancel: '取消', removed: (id: string) => `已移出 ${id}。`, added: (id: string) => `已添加 ${id}。`, put: '加回去',
    find: '查找用户 ID', notFound: (id: string) => `${id} 不在这个名单里`, none: '名单是空的', noneNote: '在这里按用户 ID 添加，或在用户页里加入。', chooseApp: '名单按应用分开，请选择应用', 
  },
  {
    title: 'Watched users', list: 'List', risk: 'High-risk', special: 'Protected', riskNote: 'Reports of them are reviewed first.', specialNote: 'Only supervisors decide cases that accuse them.', user: 'User', app: 'App', by: 'Added by', at: 'Added',
    remove: 'Remove', add: 'Add a user', addTitle: (list: string) => `Add to: ${list}`, userID: 'User id', addButton: 'Add', cancel: 'Cancel', removed: (id: string) => `${id} was removed.`, added: (id: string) => `${id} was added.`, put: 'Put back',
    find: 'Look up a user id', notFound: (id: string) => `${id} is not on this list`, none: 'The list is empty', noneNote: 'Add somebody by user id here, or from a user’s page.', chooseApp: 'Lists are kept by app: choose one', 
  },
)
