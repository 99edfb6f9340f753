/**
 * A phrase as a city writes it: plain words; `*` is a gap of at most 24 characters inside one clause; `{日期}`, `{数字}`, `{电话}` and
 * `{单位}` stand for a date or time, a figure, a telephone number and a named body.
 */
export type Phrase = string

const gap = '[^。！？；，,;!?\\n]{0,24}?'
const figure = '[\\d０-９][\\d０-９.,万亿余]{0,9}'
const date =
  '(?:\\d{1,2}月\\d{1,2}[日号]|\\d{4}年\\d{1,2}月|\\d{1,2}月(?:底|初|中旬|上旬|下旬|份)|(?:今|明|次|当|本|年)(?:日|天|晚|早|晨|周|月|年)(?:内|底)?' +
  '|[\\d一二两三四五六七八九十]{1,3}个?(?:小时|天|日|工作日|周|星期|月)(?:之?内|左右|后)?|\\d{1,2}[时点](?:\\d{1,2}分)?|每[日天周晚])'
const telephone = '(?:\\d{3,4}-\\d{3,8}(?:-\\d{3,8})?|1[3-9]\\d{9}|(?<!\\d)\\d{7,8}(?!\\d)|(?<!\\d)\\d{5}(?=热线|服务))'
const unitEnd =
  '(?:局|委|厅|科|处|队|公司|集团|街道|社区|中心|所|站|学校|小学|中学|大学|医院|物业|镇政府|区政府|县政府|市政府|乡政府|村委会|居委会|指挥部|专班|办公室)'
const unit = `(?<!相关|有关|各)[\\p{Script=Han}]{1,12}?(?<!相关|有关|各)${unitEnd}`

const places: Readonly<Record<string, string>> = { 日期: date, 数字: figure, 电话: telephone, 单位: unit }

/** What in a phrase stands for nothing that is known; null where all is. */
export function phraseFault(phrase: Phrase): string | null {
  if (phrase.replaceAll(/[*\s]|\{[^}]*\}/gu, '') === '' && !/^\{[^}]+\}$/.test(phrase)) return `“${phrase}”没有词`
  const unknown = [...phrase.matchAll(/\{([^}]*)\}?/g)].find(([whole, name = '']) => !(whole.endsWith('}') && name in places))
  return unknown === undefined ? null : `“${phrase}”中的 ${unknown[0]} 不是已知的占位（可用：${Object.keys(places).join('、')}）`
}

/** Where phrases stand in a text, in UTF-16 units. */
export interface Found {
  readonly offset: number
  readonly end: number
}

/** Finds phrases in a text; overlapping finds are given once, the earlier one. */
export interface PhraseFinder {
  readonly find: (text: string) => Found[]
  readonly stands: (text: string) => boolean
}

/** Every quantifier of a phrase is bounded, so that the time is linear in the text. */
export function phraseFinder(phrases: readonly Phrase[]): PhraseFinder {
  if (phrases.length === 0) return { find: () => [], stands: () => false }
  const source = [...phrases].sort((a, b) => b.length - a.length).map(patternOf)
  const [all, one] = [new RegExp(source.join('|'), 'gu'), new RegExp(source.join('|'), 'u')]
  return {
    find: (text) => Array.from(text.matchAll(all), ({ index, 0: words }) => ({ offset: index, end: index + words.length })),
    stands: (text) => one.test(text)
  }
}

function patternOf(phrase: Phrase): string {
  return phrase
    .split(/(\*|\{[^}]*\})/)
    .map((part) => (part === '*' ? gap : (places[part.slice(1, -1)] ?? part.replaceAll(/[.+?^$()|[\]\\{}]/g, String.raw`\$&`))))
    .join('')
}
