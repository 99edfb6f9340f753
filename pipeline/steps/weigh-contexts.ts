import type { Fact, Facts, Occurrence, Span } from '../../core/assessment.ts'
import { dayMs, msBetween, type Instant } from '../../core/instant.ts'
import { normalise, type Normalised } from './normalise.ts'
import type { Context } from './read-context.ts'

/** A context that does not stand, and the words that speak against it. */
export interface Outweighed {
  readonly context: Context
  readonly why: string
  readonly evidence: readonly Span[]
}

export interface WeighedContexts {
  readonly standing: readonly Context[]
  readonly outweighed: readonly Outweighed[]
}

/** What the weighing looks at besides the contexts: the facts, and when it happened against when it was published. */
export interface Circumstances {
  readonly facts: Facts
  readonly occurred: Occurrence | null
  readonly publishedAt: Instant | null
}

const recentDays = 10
/** Who speaks when something happened: a text with figures and two of these is no novel. */
const official = /消防救援|应急管理|警方|公安|指挥部|医院救治|送医|通报|伤者|事故原因|善后/g
/** A sentence that states figures as its own. */
const stated = /通报|截至|目前|经核实|经初步|初步|确认|送医|抢救|救治|消防|警方|公安|指挥部|应急|事故|造成|致/
/** Words that only pass on what is being said, and clauses that take back the one before them. */
const told = /谣|网传|传言|流传|不实|失实|所谓|视频|截图|帖|微信群|朋友圈|配文|传播|散布|编造/
const takesBack = /^(?:该|此|这|上述|以上|系|纯属|均|为|消息|内容|说法|实为|是|经核实|并|事发|实际)/
const now = /今天|今日|今晨|今早|昨天|昨日|昨晚|昨夜|刚刚|目前|截至|正在抢救|正在救援/
const harms = ['deaths', 'injuries', 'missing', 'trapped'] as const

/** Whether the text counts people that came to harm. */
export function hasHarm(facts: Facts): boolean {
  return harms.some((name) => (facts[name]?.value ?? 0) > 0)
}

/**
 * Which contexts stand once the facts are known. Real harm in the same text is never talked away: an accident at a drill, a
 * report that also denies a rumour, a fire dated to yesterday under a title that looks back.
 */
export function weighContexts(contexts: readonly Context[], document: Normalised, circumstances: Circumstances): WeighedContexts {
  const standing: Context[] = []
  const outweighed: Outweighed[] = []
  for (const context of contexts) {
    if (context.id === 'real' || context.id === 'mishap' || context.id === 'simulated') continue
    const against = speaksAgainst(context, contexts, document, circumstances)
    if (against === null) standing.push(context)
    else outweighed.push({ context, ...against })
  }
  return { standing, outweighed }
}

type Against = Omit<Outweighed, 'context'>

function speaksAgainst(context: Context, contexts: readonly Context[], document: Normalised, circumstances: Circumstances): Against | null {
  const { facts } = circumstances
  const harm = hasHarm(facts)
  const real = contexts.find(({ id }) => id === 'real')
  if (real !== undefined && (harm || context.id === 'drill')) return { why: '文中有真实事件的说法', evidence: real.evidence }
  if (!harm) return null
  switch (context.id) {
    case 'drill':
      return mishapAt(contexts, document, facts)
    case 'history':
      return isRecent(circumstances) ? { why: '文中的时间就在近日', evidence: [] } : inSentence(document, facts, (words) => now.test(words))
    case 'denial':
      return inSentence(document, facts, (words, { from, at }) => stated.test(words) && !isTold(words, at - from))
    case 'fiction':
    case 'offtopic':
      return (document.plain.match(official)?.length ?? 0) >= 2 ? { why: '有关部门通报了伤亡', evidence: [] } : null
    default:
      return null
  }
}

/** A sentence with harm that says 不慎, 送医 and nothing of a play. */
function mishapAt(contexts: readonly Context[], document: Normalised, facts: Facts): Against | null {
  const mishap = contexts.find(({ id }) => id === 'mishap')
  if (mishap === undefined) return null
  const simulated = contexts.find(({ id }) => id === 'simulated')?.places ?? []
  return inSentence(document, facts, (words, { from }) => {
    const within = ({ start }: { start: number }): boolean => start >= from && start < from + words.length
    return mishap.places.some(within) && !simulated.some(within)
  })
}

/** The first sentence that states harm and satisfies the test. */
function inSentence(document: Normalised, facts: Facts, test: (words: string, place: { from: number; at: number }) => boolean): Against | null {
  const { plain } = document
  for (const name of harms) {
    const fact = facts[name]
    if (fact === null || fact.value === 0) continue
    const at = placeOf(document, fact)
    if (at < 0) continue
    let from = at
    while (from > 0 && !isSentenceEnd(plain.charCodeAt(from - 1))) from--
    let to = at
    while (to < plain.length && !isSentenceEnd(plain.charCodeAt(to))) to++
    const { text, offset, field } = fact
    if (test(plain.slice(from, to), { from, at })) return { why: '文中有真实的伤亡', evidence: [{ text, offset, ...(field && { field }) }] }
  }
  return null
}

/** Whether the figure at a place of the sentence is hearsay: told before or in its clause, or taken back by the clause behind it. */
function isTold(sentence: string, at: number): boolean {
  const comma = sentence.indexOf(',', at)
  if (comma < 0) return told.test(sentence)
  const rest = sentence.slice(comma + 1)
  return told.test(sentence.slice(0, comma)) || (takesBack.test(rest) && told.test(rest))
}

function placeOf({ plain, titleEnd }: Normalised, fact: Fact): number {
  return plain.indexOf(normalise({ title: null, text: fact.text }).plain.trim(), fact.field === 'title' ? 0 : titleEnd)
}

function isSentenceEnd(code: number): boolean {
  return code === 0x3002 || code === 0x21 || code === 0x3f || code === 0x0a || code === 0x3b
}

function isRecent({ occurred, publishedAt }: Circumstances): boolean {
  const age = occurred === null || publishedAt === null ? null : msBetween(occurred.at, publishedAt)
  return age !== null && age >= 0 && age <= recentDays * dayMs
}
