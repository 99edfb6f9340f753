import { noFacts, type Fact, type FactName, type Facts } from '../assessment.ts'
import { numberOf, withPlainWidth } from '../written-number.ts'

const harms: Readonly<Record<string, FactName>> = {
  死亡: 'deaths',
  遇难: 'deaths',
  身亡: 'deaths',
  受伤: 'injuries',
  重伤: 'seriousInjuries',
  失联: 'missing',
  失踪: 'missing',
  被困: 'trapped',
  中毒: 'poisoned'
}
const harm = `(?<harm>${Object.keys(harms).join('|')})`
const number = '(?<number>\\d{1,6}|[一二两三四五六七八九十百千]{1,7})'
const forms = [
  new RegExp(`${number}\\s?[人名位](?:群众|市民|工人|居民|学生|职工)?${harm}`, 'gu'),
  new RegExp(`${harm}(?:人数|人员)?(?:已|为|达到?|增至|升至){0,2}${number}\\s?[人名位]`, 'gu')
]
const sentence = /[^。；;！!？?\n]+/gu
/** What is said to be untrue, asked, or of before is no figure of the matter. */
const noFigure = /不实|谣言|虚假|不属实|误传|是否|有无|曾经?|去年|此前|往年/u
const hearsay = /网传|网上|网友|网民|据称|据传|听说|疑似|目击/u
const lowerBound = /(?:至少|不少于|不低于)$/u
const unclear = /(?:[约近逾超或]|超过|可能|大约|将近|不足|不超过|\d[至到~—–-]|[一二三四五六七八九十][至到、])$/u

/**
 * The figures of those hurt in what a person wrote on opening an incident, where they stand. Only what is said plainly: a harm that is told
 * with two numbers is left out, since nothing tells which holds. Counts in words of any kind are for the pipeline to read.
 */
export function typedFigures(title: string, summary: string): Facts {
  const found = [...figuresIn(summary), ...figuresIn(title).map(({ name, fact }) => ({ name, fact: { ...fact, field: 'title' as const } }))]
  const told = Map.groupBy(found, ({ name }) => name)
  const plain = [...told].flatMap(([name, [first, ...others]]) =>
    first === undefined || others.some(({ fact }) => fact.value !== first.fact.value) ? [] : [[name, first.fact] as const]
  )
  return { ...noFacts, ...Object.fromEntries(plain) }
}

interface Figure {
  readonly name: FactName
  readonly fact: Fact
}

function figuresIn(text: string): Figure[] {
  return Array.from(withPlainWidth(text).matchAll(sentence)).flatMap(({ 0: words, index }) =>
    noFigure.test(words) ? [] : forms.flatMap((form) => Array.from(words.matchAll(form), (match) => figureOf(match, words, index) ?? [])).flat()
  )
}

function figureOf({ 0: text, index, groups }: RegExpExecArray, words: string, from: number): Figure | null {
  const [name, value] = [harms[groups?.['harm'] ?? ''], valueOf(groups?.['number'] ?? '')]
  const before = words.slice(0, index)
  if (name === undefined || value === null || unclear.test(before)) return null
  const bound = lowerBound.test(before) ? { atLeast: value } : {}
  const basis = hearsay.test(words) ? { basis: 'hearsay' as const } : {}
  return { name, fact: { value, text, offset: from + index, sentence: words.trim(), ...bound, ...basis } }
}

function valueOf(written: string): number | null {
  return /^\d+$/.test(written) ? Number(written) : numberOf(written)
}
