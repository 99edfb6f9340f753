import { z } from 'zod'
import { msOf, type Instant } from './instant.ts'
import { causeSought, statedCauses } from './stated-cause.ts'
import { readDate } from './written-date.ts'
import { withFigures, withPlainWidth } from './written-number.ts'

/** 对外表述中的一处: what a public text says in a way that another can contradict. */
export const PublicClaim = z.object({
  sort: z.enum(['figure', 'cause', 'place', 'time']),
  /** What it is about: 死亡, 原因, 区县, 道路, 事发时间. */
  about: z.string(),
  /** As it is compared: a number; the sentence of a cause, empty where it is still sought; a name; an instant with how exact it is. */
  value: z.string(),
  /** The words that say so. */
  passage: z.string()
})
export type PublicClaim = z.infer<typeof PublicClaim>

const longestRead = 20_000
const mostClaims = 60
const longestPassage = 120

const harms: Readonly<Record<string, string>> = {
  死亡: '死亡',
  遇难: '死亡',
  身亡: '死亡',
  罹难: '死亡',
  丧生: '死亡',
  重伤: '重伤',
  受伤: '受伤',
  失联: '失联',
  失踪: '失联',
  被困: '被困',
  中毒: '中毒'
}
const harm = Object.keys(harms).join('|')
const people = '(?:群众|市民|工人|居民|人员|学生|师生|乘客|游客|村民|住户|职工|施工人员|消防员)?'
const figure = new RegExp(`(\\d+)\\s?(?:名|人|位)${people}(${harm})`, 'gu')
const figureBehind = new RegExp(`(${harm})(?:人数|人员)?(?:已|应|实际|现|更正|修正|增加|上升){0,2}(?:为|达到?|增?至|升至)?(\\d+)\\s?[人名位]`, 'gu')
const nobody = /(?:无|没有|未造成|未发生|未出现|暂无)(?:任何)?人员?伤亡/u
/** Numbers of others that the text calls untrue are not its own. */
const refuted = /(?:网传|网上|网络|网民|网友|有人|谣传)[^。;；!！?？\n]{0,60}?(?:不实|谣言|虚假|假消息|不属实)/g

/**
 * What a text that we publish says of harm, cause, place and time. `at`: when it was written, by which 今日 is read. Texts beyond
 * 20,000 characters are read so far; at most 60 statements are taken.
 */
export function publicClaims(text: string, at: Instant): PublicClaim[] {
  const plain = withPlainWidth(text.slice(0, longestRead)).replace(refuted, '')
  const sentences = plain.split(sentenceEnd).filter((sentence) => sentence.trim() !== '')
  return [...figures(sentences), ...causes(plain), ...occurrence(sentences, at)].slice(0, mostClaims)
}

const sentenceEnd = /[。;；!！?？\n]/

function figures(sentences: readonly string[]): PublicClaim[] {
  const told = sentences.flatMap(figuresOf)
  const none = told.length === 0 ? sentences.find((sentence) => nobody.test(sentence)) : undefined
  return none === undefined ? told : ['死亡', '受伤'].map((word) => figureClaim(word, '0', none))
}

function figuresOf(sentence: string): PublicClaim[] {
  const text = withFigures(sentence)
  return [
    ...Array.from(text.matchAll(figure), ([, value = '', word = '']) => figureClaim(word, value, sentence)),
    ...Array.from(text.matchAll(figureBehind), ([, word = '', value = '']) => figureClaim(word, value, sentence))
  ]
}

function figureClaim(word: string, value: string, sentence: string): PublicClaim {
  return { sort: 'figure', about: harms[word] ?? word, value: String(Number(value)), passage: cut(sentence.trim()) }
}

function causes(text: string): PublicClaim[] {
  const stated = statedCauses(text).map((sentence): PublicClaim => ({ sort: 'cause', about: '原因', value: cut(sentence), passage: cut(sentence) }))
  const sought = causeSought(text)
  return stated.length > 0 || sought === null ? stated : [{ sort: 'cause', about: '原因', value: '', passage: cut(sought) }]
}

const happens = /发生|突发|起火|着火|爆燃|爆炸|坍塌|塌陷|相撞/u
const notThen = /截至|截止/u

/** Where and when, of the first sentence that tells the happening. */
function occurrence(sentences: readonly string[], at: Instant): PublicClaim[] {
  const sentence = sentences.find((one) => happens.test(one) && (placeNames(one).length > 0 || timeOf(one, at) !== null))
  if (sentence === undefined) return []
  const time = timeOf(sentence, at)
  const places = placeNames(sentence.slice(0, (happens.exec(sentence)?.index ?? 0) + 2))
  const passage = cut(sentence.trim())
  return [
    ...(time === null ? [] : [{ sort: 'time' as const, about: '事发时间', value: time, passage }]),
    ...places.map(({ about, name }) => ({ sort: 'place' as const, about, value: name, passage }))
  ]
}

function timeOf(sentence: string, at: Instant): string | null {
  const before = sentence.slice(0, happens.exec(sentence)?.index ?? 0)
  if (notThen.test(before)) return null
  const read = readDate(before, at)
  if (read === null) return null
  const slackMs = read.precision === 'minute' && /许|左右|约|前后/.test(before) ? 900_000 : slackOf[read.precision]
  return `${msOf(read.at)}±${slackMs}`
}

const slackOf = { second: 60_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

const levels: readonly { readonly about: string; readonly name: RegExp }[] = [
  { about: '区县', name: /\p{Script=Han}{2,8}?(?:(?<!小|厂|景|园|社|校|库|地|灾|街|片|辖|山|矿|港|牧|林|市)区|(?<!郊|各)县|旗)(?!域|级|政府|委)/u },
  { about: '乡镇街道', name: /\p{Script=Han}{2,8}?(?:街道|镇|乡)(?!政府|办)/u },
  { about: '道路', name: /[\p{Script=Han}\d]{2,10}?(?:大道|大街|胡同|(?<!道|线|电|上|走|半|一|出|网|铁)路|(?<!大)街(?!道)|巷)/u }
]

function placeNames(text: string): { about: string; name: string }[] {
  return levels.flatMap(({ about, name }) => {
    const found = name.exec(text)?.[0]
    if (found === undefined) return []
    /* What stands before the next higher division belongs to that: 临江区滨河路 is 滨河路. */
    const own = /(?:.*(?:[省市区县镇乡旗日天时分许左右]|街道)(?=..))?(.+)$/u.exec(found)?.[1] ?? found
    return [{ about, name: own }]
  })
}

function cut(text: string): string {
  return text.length <= longestPassage ? text : `${text.slice(0, longestPassage)}…`
}
