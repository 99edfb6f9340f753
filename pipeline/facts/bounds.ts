import { aboutSoMany, numberPattern, readNumber } from './chinese-number.ts'

/** What the words around a number say of it: 十余人 is at least ten, 近百人 at most a hundred. Empty: the number itself. */
export interface Bounds {
  readonly atLeast?: number
  readonly atMost?: number
}

const reach = 8
const atLeast = /(?:至少|最少|不少于|不低于|不下于?|不止|超过|超出|突破|多于|高于|逾|(?<![高])超|起码|已逾)(?:有|达|了|为|到)?$/
const hundreds = /(?:成|上|过)$/
const atMost = /(?:最多|至多|不超过|未超过|不足|不到|不满|少于|低于|接近|将近|(?<![附最])近)(?:有|达)?$/
const orMore = /^(?:多|余|好?几|[名人位个口]?(?:以上|之多|开外)|有余|出头)/
const orLess = /^(?:以内|以下|不到)/
const range = new RegExp(`(${numberPattern})(?:名|人|个|万|万元|亿元|亩)?(?:至|到|-|~|—|–)$`)

/** @param from where the number begins in the sentence, to where it ends */
export function boundsOf(sentence: string, from: number, to: number, value: number): Bounds {
  const before = sentence.slice(Math.max(0, from - reach), from)
  const after = sentence.slice(to, to + 3)
  const about = aboutSoMany(sentence.slice(from, to))
  if (about !== null) return { atLeast: about[0], atMost: about[1] }
  const lower = range.exec(before)?.[1]
  const least = lower === undefined ? null : readNumber(lower)
  if (least !== null && least < value) return { atLeast: least, atMost: value }
  if (atMost.test(before) || orLess.test(after)) return { atMost: value }
  if (atLeast.test(before) || orMore.test(after) || (hundreds.test(before) && /[百千万]/.test(sentence[from] ?? ''))) return { atLeast: value }
  return {}
}

/** The bounds of an amount in another unit. */
export function scaled(bounds: Bounds, factor: number): Bounds {
  const times = (value: number): number => Math.round(value * factor * 100) / 100
  return {
    ...(bounds.atLeast === undefined ? {} : { atLeast: times(bounds.atLeast) }),
    ...(bounds.atMost === undefined ? {} : { atMost: times(bounds.atMost) })
  }
}
