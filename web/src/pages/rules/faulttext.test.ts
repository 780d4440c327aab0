import { expect, test } from 'vitest'
import { inChinese } from './faulttext'

test('what the server says of an expression is said in Chinese, and what is not known stays', () => {
  expect(inChinese("undeclared reference to 'mesage' (in container '')")).toBe('没有“mesage”这个变量或函数')
  expect(inChinese("found no matching overload for '_==_' applied to '(string, int)'")).toBe('“==”用不到这里的值上：类型不对')
  expect(inChinese("Syntax error: mismatched input '<EOF>' expecting {'[', '{'}")).toBe('没有写完')
  expect(inChinese('must say yes or no, and gives int')).toBe('结果要是真或假，现在是 int')
  expect(inChinese('a new complaint')).toBe('a new complaint')
})
