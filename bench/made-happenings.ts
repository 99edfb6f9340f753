import type { Mention, MentionId } from '../core/mention.ts'
import { madeMention } from './made-mentions.ts'

const kinds = ['一在建工地发生坍塌', '一家餐馆后厨起火', '一辆货车与轿车相撞', '垃圾堆积如山无人清运', '摊贩占道经营与城管冲突', '一处燃气管道泄漏']
const reportsEach = 5
/** Two-character words over common characters, some far more frequent than others, as in any language. */
const characters =
  '今天上午记者了解现情况工作人员介绍已经部门表示活动春公学老师生大家服务社建设发展项目价格天气交通铁医健康文化览音乐电影阅读运动比赛旅游美食'
const vocabulary = Array.from({ length: 3000 }, (_, index) => {
  const first = (index * index * 31 + index * 17) % characters.length
  const second = (index * 73 + 11) % characters.length
  return `${characters[first] ?? ''}${characters[second] ?? ''}`
})

/**
 * Every fourth mention reports one of ever new happenings, five reports each in partly the same words; the others are talk of
 * nothing in particular. No two happenings share more than their kind. The same for the same index.
 */
export function madeHappening(index: number, characters: number): Mention {
  const happening = Math.floor(index / (4 * reportsEach)) * 4 + (index % 4)
  const own = index % 4 === 0
  const seed = own ? happening : index + 1_000_000
  const road = roadOf(seed)
  const kind = kinds[Math.floor(happening / 4) % kinds.length] ?? ''
  const head = own ? `天津市和平区${road}${kind},造成${1 + (happening % 4)}人受伤。` : ''
  const shared = madeWords(seed, Math.floor(characters * 0.6))
  const text = `${head}${shared}${madeWords(index + 5_000_000, characters)}`.slice(0, characters)
  return {
    ...madeMention(index, 10),
    id: `happening-${index}` as MentionId,
    title: null,
    text,
    contentHash: `happening-${index}`,
    source: `样例来源${index % 40}`
  }
}

/** A road that no other happening has. */
export function roadOf(seed: number): string {
  const names = '长宁安康福寿永丰泰和顺昌兴隆金玉青云'
  const pick = (at: number): string => names[Math.floor(seed / names.length ** at) % names.length] ?? ''
  return `${pick(0)}${pick(1)}${pick(2)}路`
}

/** So many characters of words that mean nothing together, by a linear congruential generator (Numerical Recipes). */
export function madeWords(seed: number, length: number): string {
  let state = (seed * 2_654_435_761) >>> 0
  let words = ''
  while (words.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    words += vocabulary[(state >>> 8) % vocabulary.length] ?? ''
    if ((state >>> 8) % 7 === 0) words += ','
  }
  return words.slice(0, length)
}
