import { calledUntrue } from './called-untrue.ts'
import { pageRetraction } from './page-retraction.ts'
import { numberOf } from './written-number.ts'

const harms: Readonly<Record<string, string>> = { 死亡: '死亡', 遇难: '死亡', 受伤: '受伤', 失联: '失联', 失踪: '失联', 被困: '被困' }
/** What is near a number (近百人, 十余人), or of an order (第二人), is no number to be held against another. */
const number = '(?:\\d+|(?<![第近数几上约逾超过零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万]+)'
const figure = new RegExp(`(${number})\\s?(?:名|人|位)(?:群众|市民|工人|居民)?(死亡|遇难|受伤|失联|失踪|被困)`, 'g')
const figureBehind = new RegExp(
  `(死亡|遇难|受伤|失联|失踪|被困)(?:人数|人员)?(?:已|应|实际|现|更正|修正|增加|上升){0,2}(?:为|达到?|增?至|升至)?(${number})\\s?[人名位]`,
  'g'
)
/** 三死五伤. */
const deadAndHurt = new RegExp(`(${number})死(${number})伤`, 'g')

/** Numbers of others that the page calls untrue are not its own. */
const refuted =
  /(?:网传|网上|网络|网民|网友|有人|谣传)[^。;；!！?？\n]{0,40}?(?:不实|谣言|虚假|假消息|不属实|失实|编造|误传|无依据)|[^。;；!！?？\n,，]{1,40}(?:说法|传言|消息|信息|言论)(?:系|是|为|均|纯属)?(?:不实|谣言|虚假|假的|不属实|失实|误传)/g

/**
 * What a page says against a wording that it carries: another number of the same harm, or that it takes it back, or calls it a rumour. More text
 * is no contradiction, but a page that says both is no release of the approved one. In words; empty where there is nothing.
 */
export function contradictions(page: string, wording: string): string[] {
  const [there, approved] = [page.normalize('NFKC'), wording.normalize('NFKC')]
  const others = otherFigures(there, approved).map((words) => `页面另有「${words}」`)
  const back = pageRetraction(there, approved) ?? calledUntrue(there, approved)
  return back === null ? others : [...others, `页面写明「${back}」`]
}

/** Figures of those hurt in a text that are others than those known of the same harm, in the words that tell them. */
export function otherFigures(text: string, known: string): string[] {
  const numbers = figuresOf(known.normalize('NFKC'))
  const others = [...figuresOf(text.normalize('NFKC').replace(refuted, ''))].flatMap(([harm, told]) => {
    const own = numbers.get(harm)
    return own === undefined ? [] : [...told].flatMap(([value, words]) => (own.has(value) ? [] : [words]))
  })
  return [...new Set(others)]
}

/** Whether a text tells every figure of these words. */
export function tellsFigures(text: string, words: string): boolean {
  const numbers = figuresOf(text.normalize('NFKC'))
  const asked = [...figuresOf(words.normalize('NFKC'))].flatMap(([harm, told]) => [...told.keys()].map((number) => ({ harm, number })))
  return asked.length > 0 && asked.every(({ harm, number }) => numbers.get(harm)?.has(number) === true)
}

/** By sort of harm, the numbers with the words that tell them. */
function figuresOf(text: string): Map<string, Map<number, string>> {
  const found = new Map<string, Map<number, string>>()
  const add = (harm: string, count: string, words: string): void => {
    const value = /^\d+$/.test(count) ? Number(count) : numberOf(count)
    if (value === null) return
    const sort = harms[harm] ?? harm
    found.set(sort, (found.get(sort) ?? new Map<number, string>()).set(value, words))
  }
  for (const [words, count = '', harm = ''] of text.matchAll(figure)) add(harm, count, words)
  for (const [words, harm = '', count = ''] of text.matchAll(figureBehind)) add(harm, count, words)
  for (const [words, dead = '', hurt = ''] of text.matchAll(deadAndHurt)) {
    add('死亡', dead, words)
    add('受伤', hurt, words)
  }
  return found
}
