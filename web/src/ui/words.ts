import { words } from '../i18n/words'

export const ui = words(
  {
    close: '关闭', cancel: '取消', save: '保存', copy: '复制', copied: '已复制', retry: '重试', more: '更多', loading: '加载中',
    failed: '没有加载成功', offline: '连不上服务器', offlineKept: '已填写的内容都还在；恢复后自动继续。',
    unreachable: '连不上服务器，请检查网络', forbidden: '你的角色没有这个权限', notFound: '没有这条记录', tooMany: '操作太频繁，请稍后再试',
    unavailable: '服务暂时不可用，请稍后再试', internal: '服务器出错了，已记录', conflict: '内容已被别人改动，请刷新后再试', invalid: '填写有误',
    none: '无', yes: '是', no: '否', all: '全部', loadMore: '加载更多', end: '没有更多了',
  },
  {
    close: 'Close', cancel: 'Cancel', save: 'Save', copy: 'Copy', copied: 'Copied', retry: 'Try again', more: 'More', loading: 'Loading',
    failed: 'This could not be loaded', offline: 'The server is out of reach', offlineKept: 'What you have entered is kept; work goes on by itself afterwards.',
    unreachable: 'The server is out of reach; check your network', forbidden: 'Your role does not allow this', notFound: 'There is no such record',
    tooMany: 'Too many requests; try again in a moment', unavailable: 'Not available right now; try again in a moment', internal: 'The server made a mistake and noted it',
    conflict: 'Somebody else changed this first; reload and try again', invalid: 'Something was filled in wrongly',
    none: 'None', yes: 'Yes', no: 'No', all: 'All', loadMore: 'Load more', end: 'That is all',
  },
)
