import { useLanguage } from '../../i18n/language'

// What the server says of expressions, in Chinese. The rest is shown in its own words.
const patterns: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^undeclared reference to '([^']*)'/, (name) => `没有“${name}”这个变量或函数`],
  [/^undefined field '([^']*)'/, (name) => `没有“${name}”这个字段`],
  [/^found no matching overload for '([^']*)'/, (name) => `“${operator(name)}”用不到这里的值上：类型不对`],
  [/^expression of type '([^']*)' cannot be range of a comprehension/, () => '这里要是一个列表'],
  [/^Syntax error: mismatched input '([\s\S]*?)' expecting/, (found) => (found === '<EOF>' ? '没有写完' : `这里不该出现“${found}”`)],
  [/^Syntax error: extraneous input '([\s\S]*?)' expecting/, (found) => `多了“${found}”`],
  [/^Syntax error: missing '([\s\S]*?)' at/, (missing) => `少了“${missing}”`],
  [/^Syntax error: no viable alternative/, () => '看不懂这里的写法'],
  [/^Syntax error: token recognition error at: '([\s\S]*)'/, (found) => `看不懂“${found}”`],
  [/^must say yes or no, and gives (.+)$/, (kind) => `结果要是真或假，现在是 ${kind}`],
  [/^says nothing$/, () => '还没有写条件'],
  [/^is longer than (\d+) bytes$/, (n) => `超过了 ${n} 字节`],
]

/** operator is how an operator is written, where the language calls it otherwise. */
function operator(name: string): string {
  return name.replace(/^_(.+)_$/, '$1').replace(/^@in$/, 'in').replaceAll('_', '')
}

/** inChinese says a problem in Chinese as far as that is known. */
export function inChinese(message: string): string {
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(message)
    if (found) return say(...found.slice(1))
  }
  return message
}

export function useFaultText(): (message: string) => string {
  const language = useLanguage()
  return (message) => (language === 'zh' ? inChinese(message) : message)
}
