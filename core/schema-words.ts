import { z } from 'zod'

/** One `field: reason` each, those inside a field that may be written in several ways too. */
export function reasonsOf({ issues }: z.core.$ZodError): string[] {
  return issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.')
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${field === '' ? '' : `${field}.`}${key}: 没有这一项`)
      : `${field === '' ? '整行' : field}: ${issue.message}`
  })
}

type Issue = z.core.$ZodRawIssue

/** From here on every schema of this process says in Chinese what does not fit it. For the composition root. */
export function speakChinese(): void {
  z.config({ localeError: inChinese })
}

const { localeError: otherWords } = z.locales.zhCN()

/** What does not fit, in words for whoever wrote it. What is rare is said in zod's own Chinese. */
export const inChinese: z.core.$ZodErrorMap = (issue) => ownWords(issue) ?? otherWords(issue)

function ownWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      // What only has to be there, of whatever kind, is `nonoptional` to zod.
      if (issue.expected === 'nonoptional') return '缺少这一项'
      return issue.input === undefined ? `缺少这一项（应为${kindOf(issue.expected)}）` : `应为${kindOf(issue.expected)}，现为${shown(issue.input)}`
    case 'invalid_value':
      return `应为 ${issue.values.map(String).join('、')}${issue.values.length === 1 ? '' : ' 之一'}，${issue.input === undefined ? '现在没有写' : `现为${shown(issue.input)}`}`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_format':
      return badFormat(issue)
    case 'unrecognized_keys':
      return `没有这一项：${issue.keys.join('、')}`
    case 'invalid_union':
      return '不是这里可以写的任何一种形式'
    case 'invalid_key':
      return '这个名称写法不对'
    case 'custom':
      return '不符合要求'
    default:
      return undefined
  }
}

function tooSmall({ origin, minimum, inclusive, input }: Extract<Issue, { code: 'too_small' }>): string {
  if (origin === 'string') return minimum === 1 ? '不能为空' : `至少 ${minimum} 字`
  if (origin === 'array') return minimum === 1 ? '至少要有一项' : `至少要有 ${minimum} 项`
  return `应${inclusive === false ? '大于' : '不小于'} ${minimum}，现为 ${String(input)}`
}

function tooBig({ origin, maximum, inclusive, input }: Extract<Issue, { code: 'too_big' }>): string {
  if (origin === 'string') return `至多 ${maximum} 字`
  if (origin === 'array') return `至多 ${maximum} 项`
  return `应${inclusive === false ? '小于' : '不大于'} ${maximum}，现为 ${String(input)}`
}

function badFormat({ format, pattern, input }: Extract<Issue, { code: 'invalid_format' }>): string | undefined {
  if (format === 'url') return `应为网址，现为${shown(input)}`
  if (format !== 'regex') return undefined
  return pattern === '/^[a-z0-9-]+$/' ? `只用小写字母、数字和 -，现为${shown(input)}` : `写法不对，应符合 ${pattern}，现为${shown(input)}`
}

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数',
  int: '整数',
  boolean: ' true 或 false',
  null: '空',
  array: '列表',
  object: '若干“项: 值”',
  record: '若干“项: 值”'
}

function kindOf(expected: string): string {
  return kinds[expected] ?? ` ${expected}`
}

const longestShown = 40

function shown(input: unknown): string {
  if (input === null) return '空'
  if (Array.isArray(input)) return '列表'
  if (typeof input === 'object') return '若干“项: 值”'
  if (typeof input !== 'string') return ` ${JSON.stringify(input)}`
  return `“${input.length > longestShown ? `${input.slice(0, longestShown)}…` : input}”`
}
