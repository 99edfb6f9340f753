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

/**
 * What a count looks like in normalised text: 12, 1.2万, 1,203, 三十二, 两百, 百(as in 百多人). Bounded, and never begun inside
 * a longer row of digits: a number of a thousand digits is no count, and trying each of its ends would take for ever.
 */
export const numberPattern = String.raw`(?:(?<!\d)\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?(?!\d)|[零〇一二两三四五六七八九十百千]{1,12})(?:万|亿|千(?=名|人|余|多))?`

/** The value of a count in words or figures; null where it is none (千万 as an exclamation, 十百). */
export function readNumber(words: string): number | null {
  const scale = words.endsWith('亿') ? 1e8 : words.endsWith('万') ? 1e4 : /\d千$/.test(words) ? 1e3 : 1
  const body = scale === 1 ? words : words.slice(0, -1)
  if (body === '') return null
  if (/^[\d,.]+$/.test(body)) {
    const value = Number(body.replaceAll(',', ''))
    return Number.isFinite(value) ? round(value * scale) : null
  }
  const value = readChinese(body)
  return value === null ? null : value * scale
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
