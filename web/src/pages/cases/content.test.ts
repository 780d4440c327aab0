import { expect, test } from 'vitest'
import { gist } from './content'

const kinds = { picture: '图片', audio: '语音', video: '视频', nothing: '（无文字）' }
const entrance = { mod: 11, name: '大厅消息', module_type: 1, module: 'hall' }

test('what was reported is one line, however it was written', () => {
  expect(gist({ entrance, messages: [{ type: 'text', text: '加\n微信' }, { type: 'picture', url: 'x' }] }, kinds)).toBe('加 微信 [图片]')
  expect(gist({ entrance, messages: [], profile: { name: '群', desc: '介绍' } }, kinds)).toBe('群 · 介绍')
  expect(gist({ entrance, messages: [] }, kinds)).toBe('（无文字）')
  const porn = { label: 100, name: 'porn', verdict: 'porn', level: 2, rate: 1, sub_labels: [] }
  expect(gist({ entrance, messages: [], evidence: { kind: 'audio', text: '加微信', labels: [porn] } }, kinds)).toBe('[语音] 加微信')
  expect(gist({ entrance, messages: [], evidence: { kind: 'picture', text: '', labels: [porn] } }, kinds, () => '色情')).toBe('[图片] 色情')
})

test('a name of ten thousand letters does not fill the page', () => {
  expect(gist({ entrance, messages: [{ type: 'text', text: 'ก็'.repeat(10_000) }] }, kinds).length).toBe(600)
})
