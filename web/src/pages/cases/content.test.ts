import { expect, test } from 'vitest'
import { gist } from './content'

const kinds = { picture: '图片', audio: '语音', video: '视频', nothing: '（无文字）' }
const entrance = { mod: 11, name: '大厅消息', module_type: 1, module: 'hall' }

test('what was reported is one line, however it was written', () => {
  expect(gist({ entrance, messages: [{ type: 'text', text: '加\n微信' }, { type: 'picture', url: 'x' }] }, kinds)).toBe('加 微信 [图片]')
  expect(gist({ entrance, messages: [], profile: { name: '群', desc: '介绍' } }, kinds)).toBe('群 · 介绍')
  expect(gist({ entrance, messages: [] }, kinds)).toBe('（无文字）')
})

test('a name of ten thousand letters does not fill the page', () => {
  expect(gist({ entrance, messages: [{ type: 'text', text: 'ก็'.repeat(10_000) }] }, kinds).length).toBe(600)
})
