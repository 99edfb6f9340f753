import { numberPattern, readNumber } from './chinese-number.ts'
import type { Bounds } from './bounds.ts'

/** People whom nobody has brought out yet, reckoned from those who fell in. Places count in the text. */
export interface LeftBehind {
  readonly value: number
  readonly start: number
  readonly end: number
  readonly bounds: Bounds
}

const number = `(?<number>${numberPattern})(?<more>多|余|几)?(?:名|人|个|位)`
const fell = '(?:落水|坠江|坠河|坠海|坠湖|掉进|掉入|掉到|跌入|翻入|被卷走|被冲走|被卷入)'
const inWater = new RegExp(
  `${number}[^,。;:、!?()\\d]{0,8}?${fell}|${fell}(?:的|者|人员|人数|共|有|达|约|至少)*${number}|(?:[船车艇]上|载有?|搭载|载客|载着)(?:共|有|的|乘客|游客)*${number}`
)
const brought = '(?:获救|救起来?|救上来|救上岸|救出|上岸|捞上来|捞起来?|捞到|打捞上来|打捞出水|打捞起|找到|寻获|生还|脱险|遇难|身亡|死亡|溺亡)'
const out = new RegExp(
  `${number}(?:已|均|都|全部|被|成功|安全|经抢救无效|陆续|先后)*${brought}|${brought}(?:了|的|有|共|其中|落水者|人员)*${number}`,
  'g'
)
/** That others are still there: the rest, only so many came out, the search goes on. */
const goesOn = new RegExp(
  '(?:其余|其他|剩下|剩余|余下)(?:的|人员|的人|人|乘客|游客|落水者|落水人员)?(?:均|都|全部|全)?(?:仍然?|还|尚|正|至今)?(?:在|未|没|待|下落|失)[^,。;]{0,8}(?:搜|捞|找|救|联|踪|不明)|' +
    `(?:只|仅|才)(?:有)?(?:[^,。;\\d]{0,4}${brought}|(?:${numberPattern})(?:名|人|个)[^,。;\\d]{0,4}${brought})|` +
    '搜(?:救|寻)(?:工作|行动)?(?:仍|还|正|依然)(?:然|旧)?在|(?:仍|还|正)在(?:全力|紧急|持续|继续)*(?:进行)?(?:搜救|搜寻|打捞)'
)
const reach = 160

/** 23人落水,救起5人,其余仍在搜救: eighteen. Null where nobody fell in, all came out, or the text does not say that any are left. */
export function leftInWater(plain: string): LeftBehind | null {
  if (!goesOn.test(plain)) return null
  const first = inWater.exec(plain)
  const all = readNumber(first?.groups?.['number'] ?? '')
  if (first === null || all === null) return null
  const from = first.index + first[0].length
  const rest = plain.slice(from, from + reach)
  const last = goesOn.exec(rest)
  if (last === null) return null
  const safe = [...rest.matchAll(out)].reduce((sum, match) => sum + (readNumber(match.groups?.['number'] ?? '') ?? 0), 0)
  const value = all - safe
  if (!Number.isInteger(value) || value <= 0) return null
  const start = from + last.index
  return { value, start, end: start + last[0].length, bounds: first.groups?.['more'] === undefined ? {} : { atLeast: value } }
}
