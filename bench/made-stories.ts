import { addMs, dayMs, minuteMs, parseInstant, type Instant } from '../core/instant.ts'
import type { Mention, MentionId } from '../core/mention.ts'
import { madeMention } from './made-mentions.ts'

const kinds = ['在建工地发生坍塌', '餐馆后厨起火', '货车与轿车相撞', '垃圾堆积如山无人清运', '摊贩占道经营与城管冲突', '燃气管道泄漏']
const openings = ['网友爆料:', '刚刚,', '据现场目击者称,', '记者从有关部门获悉,', '有市民来电反映,']
const endings = ['目前现场已经封控。', '后续情况仍在了解中。', '附近居民十分担心。', '相关部门尚未回应。']
const lastingDays = 3
const days = 30

export interface Stories {
  readonly mentions: number
  readonly stories: number
  readonly characters: number
}

/**
 * Mention `index` of a month: every fifth is talk that resembles nothing, the others tell one of the stories that are under
 * way then, four of five as a copy: forwarded with a chain of names, cut short, or edited; the rest in words of their own.
 * The same for the same index.
 */
export function madeStory(index: number, { mentions, stories, characters }: Stories): Mention {
  const at = addMs(firstDay, Math.floor((index / mentions) * days * dayMs))
  const draw = scrambled(index)
  const story = storyTold(index, { mentions, stories })
  const text = story === null ? talk(index + 9_000_000, characters) : report(story, index, draw, characters)
  return {
    ...madeMention(index, 10),
    id: `story-${index}` as MentionId,
    title: null,
    text,
    contentHash: `story-${index}`,
    source: `样例来源${draw % 400}`,
    publishedAt: at,
    observedAt: addMs(at, 5 * minuteMs)
  }
}

const firstDay: Instant = parseInstant('2026-10-25T00:00:00+08:00') ?? ('2026-10-24T16:00:00.000Z' as Instant)

/** Which story a mention tells; null: none. Stories begin evenly over the month and are told for three days. */
export function storyTold(index: number, { mentions, stories }: Omit<Stories, 'characters'>): number | null {
  const draw = scrambled(index)
  if (draw % 5 === 0) return null
  const begun = Math.floor((index / mentions) * stories)
  const underWay = Math.max(1, Math.floor((stories * lastingDays) / days))
  return Math.max(0, begun - (Math.floor(draw / 5) % underWay))
}

function report(story: number, index: number, draw: number, characters: number): string {
  const road = roadOf(story)
  const head = `天津市和平区${road}附近${kinds[story % kinds.length] ?? ''},造成${1 + (story % 4)}人受伤。`
  const way = Math.floor(draw / 500) % 5
  if (way === 4) {
    const opening = openings[draw % openings.length] ?? ''
    return `${opening}${road}附近${kinds[story % kinds.length] ?? ''}。${endings[draw % endings.length] ?? ''}${talk(index + 5_000_000, characters / 4)}`
  }
  const original = `${head}${talk(story + 1_000_000, characters)}`.slice(0, characters)
  if (way === 0) return `太吓人了//@路人${draw % 1000}:转发微博//@街坊${draw % 77}:${original}`
  if (way === 1) return `${original.slice(0, characters / 2)}…`
  if (way === 2) return `${openings[draw % openings.length] ?? ''}${original}${endings[draw % endings.length] ?? ''}`
  return original
}

/** A road that no other story has, and no district is named like. */
function roadOf(story: number): string {
  const trees = '棠枫榆柏桂椿槐楠桐杉栎梓樟柳松竹'
  const pick = (at: number): string => trees[Math.floor(story / trees.length ** at) % trees.length] ?? ''
  return `${pick(0)}${pick(1)}${pick(2)}路`
}

/** The 3,755 characters of GB 2312's first level. */
const characters = Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, row) =>
  new TextDecoder('gbk').decode(Uint8Array.from({ length: 188 }, (__, cell) => (cell % 2 === 0 ? 0xb0 + row : 0xa1 + (cell >> 1))))
)
  .join('')
  .replaceAll(/[^\u4e00-\u9fff]/g, '')
const words = 40_000

/** So many characters of two-character words, each as frequent as its rank is low (Zipf), as words of any language are. */
function talk(seed: number, length: number): string {
  let state = scrambled(seed)
  let text = ''
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const rank = Math.floor(Math.exp((state / 0x1_0000_0000) * Math.log(words)))
    const word = scrambled(rank)
    text += `${characters[word % characters.length] ?? ''}${characters[(word >>> 12) % characters.length] ?? ''}`
    if (state % 7 === 0) text += ','
  }
  return text.slice(0, length)
}

function scrambled(index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
