import { tableOf } from '../names/character-table.ts'
import { plainTable } from './character-forms.ts'

/**
 * Blanks that stand inside what is one word: `12 人死亡`, `11 月 26 日`, `死亡 12 人` as many official sites set figures, a line
 * that was broken inside a figure, and texts whose characters all stand apart (`天 津 爆 炸`).
 *
 * Deliberately narrow, as a blank mostly parts: behind a figure it goes only where a word that counts or dates follows
 * (`1 张三 2 李四` keeps its blanks), before one only where the figure also loses the one behind it (`受伤 3人死亡` keeps its),
 * never between two digits (`12 345`) nor beside Latin letters.
 */
export function needlessBlanks(original: string, titleLength: number): readonly number[] {
  const dropped = new Set<number>()
  const stretches = stretchesOf(original)
  for (const stretch of stretches) if (isInFigure(original, stretch, titleLength)) dropFigure(original, stretch, dropped)
  for (const at of apart(original, stretches, titleLength)) dropped.add(at)
  return [...dropped].sort((a, b) => a - b)
}

/**
 * Whether a blank of the text may be needless: cheap, asked of every blank of every text. It stands behind a figure and before
 * a word that counts, or is one of many around single characters.
 */
export class BlankWatch {
  #last = -2
  #single = 0

  see(original: string, at: number): boolean {
    const between = at - this.#last - 1
    if (between > 0) this.#single = between === 1 && isIdeograph(original.charCodeAt(at - 1)) ? this.#single + 1 : 0
    this.#last = at
    return this.#single >= leastApart - 1 || (isFigure(plainAt(original, at - 1)) && units[plainAt(original, blanksEnd(original, at))] !== 0)
  }
}

/** Single characters in a row before their blanks are taken for a disguise. */
const leastApart = 5
/** Once a text has shown such a row, shorter ones are read the same way. */
const shortApart = 3
/** Blanks beside each other that may stand in a word. */
const mostBlanks = 3

interface Stretch {
  readonly from: number
  readonly to: number
}

const wordUnit = 1
/** Counts, but a line does not break before it: 死亡12 ⏎ 伤:3. */
const sameLineUnit = 2
const units = new Uint8Array(0x10000)
for (const character of '人名位个具口户例余多来几万亿千百年月日号时点分秒级岁元') units[character.charCodeAt(0)] = wordUnit
for (const character of '死伤亡周米公平亩吨起辆台架艘层栋间所座处次度条小种家只头') units[character.charCodeAt(0)] = sameLineUnit
/** Words that begin with such a character and count nothing: 第3 人民医院, 5 日前. */
const others =
  /^(?:人民|人大|人社|人员|人才|人工|人事|名单|名称|名义|位于|位置|个体|年度|年底|月底|日前|日本|日常|日报|号召|时常|时间|时候|时刻|点击|点评|分享|分局|分析|分公司|级别|元旦|元宵|死者|死因|伤者|伤员|公司|公安|公布|公告|公园|公开|公共|公交|平安|平台|平时|台风|台湾|台州|起火|起因|起诉|家属|家长|家庭|所有|所以|所谓|处理|处置|处罚|次日|条例|小区|小学|小学生|只有|只能|只是|间接|万一|百姓|百货)/
const numerals = tableOf('零〇一二两三四五六七八九十百千')

function plainAt(original: string, at: number): number {
  return plainTable[original.charCodeAt(at)] ?? 0
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isFigure(code: number): boolean {
  return isDigit(code) || numerals[code] === 1
}

function isIdeograph(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff
}

function blanksEnd(original: string, from: number): number {
  let end = from
  while (end - from <= mostBlanks && isBlank(plainAt(original, end))) end++
  return end
}

/** Rows of blanks; those longer than `mostBlanks` part. */
function stretchesOf(original: string): Stretch[] {
  const found: Stretch[] = []
  for (let at = 0; at < original.length; at++) {
    if (!isBlank(plainAt(original, at))) continue
    const from = at
    while (at < original.length && isBlank(plainAt(original, at))) at++
    if (at - from <= mostBlanks) found.push({ from, to: at })
  }
  return found
}

/** `12 人`: behind a figure, before what counts. A figure in words must stand apart itself (`造成 三 人`), for 周三 and 高三 are none. */
function isInFigure(original: string, { from, to }: Stretch, titleLength: number): boolean {
  if (from <= titleLength && titleLength < to) return false
  const before = plainAt(original, from - 1)
  const unit = units[plainAt(original, to)] ?? 0
  if (unit === 0 || !isFigure(before)) return false
  if (unit === sameLineUnit && holdsLineEnd(original, from, to)) return false
  if (others.test(original.slice(to, to + 3))) return false
  return isDigit(before) || !isIdeograph(plainAt(original, figureStart(original, from) - 1))
}

function holdsLineEnd(original: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (plainAt(original, at) === 0x0a) return true
  return false
}

/** Where the figure that ends before a place begins. */
function figureStart(original: string, end: number): number {
  let start = end
  const isWords = numerals[plainAt(original, end - 1)] === 1
  while (start > 0 && (isWords ? numerals[plainAt(original, start - 1)] === 1 : isFigurePart(plainAt(original, start - 1)))) start--
  return start
}

/** 1,203 and 6.2 and 12-15. */
function isFigurePart(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x2c || code === 0x2d || code === 0x7e || code === 0x2013
}

/** The blanks behind the figure, and those between a character and the figure: `死亡 12 人`, `26 日 8 时`. */
function dropFigure(original: string, { from, to }: Stretch, dropped: Set<number>): void {
  for (let at = from; at < to; at++) dropped.add(at)
  const start = figureStart(original, from)
  let first = start
  while (first > 0 && start - first <= mostBlanks && plainAt(original, first - 1) === 0x20) first--
  if (first === start || start - first > mostBlanks || !isIdeograph(plainAt(original, first - 1))) return
  for (let at = first; at < start; at++) dropped.add(at)
}

/** Blanks of rows of single characters or figures with the same blank between them. */
function apart(original: string, stretches: readonly Stretch[], titleLength: number): number[] {
  const rows: Stretch[][] = []
  for (const stretch of stretches) {
    if ((stretch.from <= titleLength && titleLength < stretch.to) || !isBetweenSingles(original, stretch)) continue
    const row = rows.at(-1)
    const last = row?.at(-1)
    if (row !== undefined && last !== undefined && goesOn(original, last, stretch)) row.push(stretch)
    else rows.push([stretch])
  }
  if (!rows.some((row) => row.length >= leastApart)) return []
  return rows
    .filter((row) => row.length >= shortApart)
    .flat()
    .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index))
}

/** Whether nothing but one character or figure stands between two rows of the same blank. */
function goesOn(original: string, last: Stretch, next: Stretch): boolean {
  if (last.to - last.from !== next.to - next.from || original[last.from] !== original[next.from]) return false
  return singleEnd(original, last.to) === next.from
}

function isBetweenSingles(original: string, { from, to }: Stretch): boolean {
  const [before, after] = [plainAt(original, from - 1), plainAt(original, to)]
  if ((isDigit(before) && isDigit(after)) || !isLetter(before) || !isLetter(after)) return false
  const start = isDigit(before) ? figureStart(original, from) : from - 1
  return !isLetter(plainAt(original, start - 1)) && !isLetter(plainAt(original, singleEnd(original, to)))
}

/** Behind the character or the figure that begins there. */
function singleEnd(original: string, from: number): number {
  let end = from + 1
  if (isDigit(plainAt(original, from))) while (isDigit(plainAt(original, end))) end++
  return end
}

function isLetter(code: number): boolean {
  return isIdeograph(code) || isDigit(code)
}
