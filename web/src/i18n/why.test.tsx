import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useWhy } from './why'

test('what the server says of a message is told in the language of the reader', () => {
  const { reason } = renderHook(useWhy).result.current
  expect(reason('引流: ad "薇信" by emoji (0.95): not sure enough to deny')).toBe('引流 · 广告引流 “薇信”（表情） 0.95 — 不够直接拦截，转人工')
  expect(reason('flood: spam "9 times in 10 s" (1.00)')).toBe('刷屏 · 垃圾信息 10 秒内第 9 次 1.00')
  expect(reason('QR code, base: ad "日结" (1.00): found against him 3 times')).toBe('二维码 · base · 广告引流 “日结” 1.00 — 此人已被判违规 3 次，直接拦截')
  expect(reason('活动图: pass, 4 of 256 bits differ (0.98)')).toBe('活动图 · 256 位里差 4 位 0.98')
  expect(reason('the detector is not sure what it sees (porn 0.61)')).toBe('检测服务拿不准：色情低俗 0.61')
  expect(reason('what a newer server says')).toBe('what a newer server says')
})
