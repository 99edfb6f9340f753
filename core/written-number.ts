const digits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const written = /[零〇一二两三四五六七八九十百千万]+(?=\s?(?:余|多)?[名人位])/gu

/** Figures and letters of full width as plain ones; everything else, the punctuation too, stays as it is. */
export function withPlainWidth(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ％]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
}

/** 十二人 as 12人, in a whole text; only where persons are counted. */
export function withFigures(text: string): string {
  return text.replace(written, (words) => String(numberOf(words) ?? words))
}

/** Null for what is no number, such as 万一. */
export function numberOf(words: string): number | null {
  const parts = words.split('万')
  if (parts.length > 2 || parts[0] === '') return null
  const [high = 0, low = 0] = parts.map(belowTenThousand)
  return parts.length === 2 ? high * 10_000 + low : high
}

function belowTenThousand(words: string): number {
  let sum = 0
  let digit = 0
  for (const [index, letter] of Array.from(words).entries()) {
    const unit = units[letter]
    if (unit === undefined) digit = digits[letter] ?? 0
    else {
      sum += (digit === 0 && index === 0 ? 1 : digit) * unit
      digit = 0
    }
  }
  return sum + digit
}
