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

/** What RE2JS can find wrong: these are the names that it has for its faults. */
const faults: Readonly<Record<string, string>> = {
  'invalid character class range': '[ ] 中的字符范围不对',
  'invalid escape sequence': '反斜杠转义不对',
  'invalid named capture': '捕获组的名称不对',
  'invalid or unsupported Perl syntax': '不支持的写法（环视等）',
  'invalid nested repetition operator': '重复符号叠在一起',
  'invalid repeat count': '重复次数不对或太大，至多 1000',
  'missing closing ]': '[ 没有闭合',
  'missing closing )': '( 没有闭合',
  'missing argument to repetition operator': '* + ? 前面没有内容',
  'trailing backslash at end of expression': '末尾多了一个反斜杠',
  'duplicate capture group name': '捕获组重名',
  'unexpected )': '多了一个 )',
  'expression nests too deeply': '嵌套太深',
  'expression too large': '展开后太大',
  'invalid capture in lookbehind': '后顾中不能有捕获组'
}

/** With the part of the pattern that is meant, where it is not all of it. */
function descriptionOf(error: RE2JSException, pattern: string): string {
  if (!(error instanceof RE2JSSyntaxException)) return '无法编译'
  const words = faults[error.getDescription()] ?? '写法不对'
  const part = error.getPattern() ?? ''
  return part === '' || part.endsWith(pattern) ? words : `${words}：${part}`
}
