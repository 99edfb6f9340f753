const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  俩: 2,
  仨: 3
}
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
/** Numerals of cheques and documents, and the short forms of twenty and thirty. */
const formal: Readonly<Record<string, string>> = {
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
  廿: '二十',
  卅: '三十'
}
const isFormal = /[壹贰叁肆伍陆柒捌玖拾佰仟廿卅]/

/** Every character of a count in words. */
export const numeralWords = '零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟廿卅'

/** 伍 and 陆 on their own are mostly parts of words (队伍, 大陆), and 拾 of 收拾. */
const inWords = `(?:[零〇一二两三四五六七八九十百千壹贰叁肆柒捌玖廿卅]|(?<!收)拾|[伍陆](?=[拾佰仟])|(?<=[亡伤死困踪联有共为达致成])[伍陆](?=[人名]))[${numeralWords}]{0,11}`
/**
 * What a count looks like in normalised text: 12, 1.2万, 3百, 1,203, 三十二, 叁拾, 两百, 百(as in 百多人). Bounded, and never
 * begun inside a longer row of digits: a number of a thousand digits is no count, and trying each of its ends would take for
 * ever.
 */
export const numberPattern = String.raw`(?:(?<!\d)\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?(?!\d)|${inWords})(?:万|亿|[千百](?=名|人|余|多|个|位))?`

/** The value of a count in words or figures; null where it is none (千万 as an exclamation, 十百). */
export function readNumber(words: string): number | null {
  const scale = words.endsWith('亿') ? 1e8 : words.endsWith('万') ? 1e4 : /\d千$/.test(words) ? 1e3 : /\d百$/.test(words) ? 100 : 1
  const body = scale === 1 ? words : words.slice(0, -1)
  if (body === '') return null
  if (/^[\d,.]+$/.test(body)) {
    const value = Number(body.replaceAll(',', ''))
    return Number.isFinite(value) ? round(value * scale) : null
  }
  const plain = isFormal.test(body) ? body.replace(/./g, (word) => formal[word] ?? word) : body
  const value = aboutSoMany(plain)?.[0] ?? readChinese(plain)
  return value === null ? null : value * scale
}

const about = /^(?<head>[一二三四五六七八九]?[十百千])?(?<low>[一二三四五六七八])(?<high>[二两三四五六七八九])(?<unit>[十百千]?)$/

/** 七八, 十二三, 三四十: from the one to the other; null for any other count. */
export function aboutSoMany(words: string): readonly [number, number] | null {
  const groups = about.exec(words)?.groups
  const [low, high] = [digits[groups?.['low'] ?? ''], digits[groups?.['high'] ?? '']]
  if (groups === undefined || low === undefined || high === undefined || (high !== low + 1 && !(low === 3 && high === 5))) return null
  const head = groups['head'] === undefined ? 0 : (readChinese(groups['head']) ?? 0)
  const unit = units[groups['unit'] ?? ''] ?? 1
  // 百一二 is what nobody says; 一百二三 is short for 一百二三十.
  if (head >= 100 || (head > 0 && unit > 1)) return null
  return [head + low * unit, head + high * unit]
}

function readChinese(words: string): number | null {
  if (/^[零〇一二三四五六七八九]{2,}$/.test(words)) return Number(words.replace(/./g, (word) => String(digits[word])))
  let total = 0
  let pending: number | null = null
  let lastUnit = Number.POSITIVE_INFINITY
  for (const word of words) {
    const unit = units[word]
    if (unit === undefined) {
      const digit = digits[word]
      if (digit === undefined || (pending !== null && pending !== 0)) return null
      pending = digit
    } else {
      if (unit >= lastUnit) return null
      total += (pending ?? 1) * unit
      pending = null
      lastUnit = unit
    }
  }
  // 一百五 is 150, 十五 is 15.
  const tail = pending ?? 0
  return tail > 0 && lastUnit >= 100 && lastUnit !== Number.POSITIVE_INFINITY && !words.includes('零') ? total + tail * (lastUnit / 10) : total + tail
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
