import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'

const longestPattern = 1000
/** Work for each character of a text; more than this and one pattern could hold up the assessing of everything else. */
const largestProgram = 150

/** Why a rule's pattern cannot be used, in words for whoever wrote it; null when it can. */
export function findPatternFault(pattern: string): string | null {
  if (pattern.length > longestPattern) return `正则有 ${pattern.length} 字，最多 ${longestPattern} 字`
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE)
    if (compiled.programSize() > largestProgram)
      return `正则太大(${compiled.programSize()} 步，最多 ${largestProgram} 步):多个词请写在 any 里，重复次数请写小`
    return compiled.test('') ? '正则能匹配空文本，那样每条信息都会命中' : null
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return `正则写错了（RE2 语法，没有环视和反向引用）：${descriptionOf(error, pattern)}`
  }
}

/** What RE2JS says, with the part of the pattern that it says it of. */
function descriptionOf(error: RE2JSException, pattern: string): string {
  if (!(error instanceof RE2JSSyntaxException)) return error.message
  const part = error.getPattern() ?? ''
  return part === '' || part.endsWith(pattern) ? error.getDescription() : `${error.getDescription()}:${part}`
}
