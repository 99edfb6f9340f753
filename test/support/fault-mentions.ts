import { madeMention } from '../../bench/made-mentions.ts'
import { madeWords } from '../../bench/made-happenings.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Grade } from '../../core/grade.ts'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'
import type { Mention, MentionId } from '../../core/mention.ts'

const characters = 600
const reportsEach = 5
/** Every eighth mention reports something; the others are talk of nothing in particular. */
const oneIn = 8
const releaseHours = 5
const replyHours = 48

const districts = ['和平区', '河东区', '河西区', '南开区', '河北区', '红桥区', '东丽区', '西青区', '津南区', '北辰区', '武清区', '宝坻区', '静海区']
/* As many of both as have no common divisor: a pair comes again after some four hundred happenings. */
const roads =
  '光明路 胜利路 建设路 东风路 迎宾路 文化路 新华路 育才路 体育路 民主路 团结路 友谊路 振兴路 繁荣路 幸福路 朝阳路 黎明路 春风路 海棠路 桃园路 梧桐路 银杏路 玉兰路 丁香路 牡丹路'.split(
    ' '
  )
/** By the number of the dead, as 国务院令第493号 counts. */
const kinds: readonly { readonly words: string; readonly grade: Grade }[] = [
  { words: '一在建工地发生坍塌,造成12人死亡、20人受伤', grade: 'II' },
  { words: '一辆货车与轿车相撞,造成3人死亡、4人受伤', grade: 'III' },
  { words: '一家化工厂发生爆炸,造成35人死亡、80人受伤', grade: 'I' },
  { words: '一家餐馆后厨起火,造成2人受伤', grade: 'IV' }
]

/** What is told by several mentions of a load, and what must become of it. */
export interface Happening {
  readonly number: number
  readonly grade: Grade
  readonly publishedAt: Instant
}

/** Mentions of 600 characters with known ids, the same for the same run; statutory deadlines of what they report fall into the trial. */
export class FaultMentions {
  readonly #run: string
  readonly #startedAt: Instant
  readonly #dueWithinMs: number

  /** `dueWithinMs`: deadlines of five hours fall between the start and so much later. */
  constructor(run: string, startedAt: Instant, dueWithinMs: number) {
    this.#run = run
    this.#startedAt = startedAt
    this.#dueWithinMs = dueWithinMs
  }

  made(index: number, observedAt: Instant): Mention {
    const happening = this.happeningAt(index)
    const seed = happening?.number ?? index + 1_000_000
    const head = happening === null ? '' : `${placeOf(seed)}${kindOf(seed).words}。`
    const text = `${head}${madeWords(seed, characters * 0.6)}${madeWords(index + 5_000_000, characters)}`.slice(0, characters)
    return {
      ...madeMention(index, 10),
      id: `${this.#run}-${index}` as MentionId,
      title: null,
      text,
      contentHash: sha256(text),
      source: `样例来源${index % 40}`,
      publishedAt: happening?.publishedAt ?? addMs(observedAt, -60_000),
      publishedPrecision: 'second',
      observedAt
    }
  }

  /** What the mention of this number reports; null: nothing. */
  happeningAt(index: number): Happening | null {
    if (index % oneIn !== 0) return null
    const number = Math.floor(index / (oneIn * reportsEach))
    const { grade } = kindOf(number)
    const hours = grade === 'I' || grade === 'II' ? releaseHours : replyHours
    // By the golden ratio, so that they lie apart whatever their number.
    const offsetMs = Math.round(((number * 0.618_034) % 1) * this.#dueWithinMs)
    return { number, grade, publishedAt: addMs(this.#startedAt, offsetMs - hours * hourMs) }
  }
}

/** No two happenings are at one place: what differs in district or road is not taken for one. */
function placeOf(number: number): string {
  return `天津市${districts[number % districts.length] ?? ''}${roads[number % roads.length] ?? ''}`
}

function kindOf(number: number): (typeof kinds)[number] {
  const kind = kinds[number % kinds.length]
  if (kind === undefined) throw new RangeError(`no kind of happening ${number}`)
  return kind
}
