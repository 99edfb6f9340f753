import type { Stance } from '../../core/assessment.ts'
import { clauseEnd, clauseStart, sentenceEnd } from './clause.ts'
import type { Layer } from './layers.ts'
import type { Token } from './terms.ts'
import type { Mark } from './weigh.ts'

/** What a layer says of authorities: above 0 supportive; and the words that say it, with the names they stand beside. */
interface StanceReading {
  readonly sum: number
  readonly evidence: readonly Token[]
}

/** Sum from which on a stance is taken: one plain word of conduct. */
const decisive = 0.6
/** Words of conduct count this near to a name, in characters; words of feeling only within its sentence and nearer. */
const nearConduct = 30
const nearFeeling = 14
/** Words of feeling count from this weight on, and by half: 3 of a curse are more than 1 of 推诿. */
const strongFeeling = 1.2
const feeling = 0.5

/**
 * Reads the stance from words of conduct, and from strong words of feeling beside the name of an authority. In a petition kind
 * words are the usual form and count only where they tell of conduct.
 *
 * @param tokens of the layer, as they stand
 */
export function readStance(plain: string, tokens: readonly Token[], marks: readonly Mark[], layer: Layer, petition: boolean): StanceReading {
  const { authorities, names, actions } = namesOf(tokens)
  const evidence: Token[] = []
  const counted: number[] = []
  let sum = 0
  for (const mark of marks) {
    const { token } = mark
    const { stance } = token.term
    const name = nearest(stance === 'misconduct' ? names : authorities, token)
    // A failure is an authority's though none is named.
    if (name === undefined && stance !== 'failure') continue
    const says = mark.conduct === 0 ? ofFeeling(mark, name) : mark.conduct
    if (says === 0 || counted.includes(token.word)) continue
    counted.push(token.word)
    sum += says
    if (!evidence.includes(token)) evidence.push(token)
    if (name !== undefined && !evidence.includes(name)) evidence.push(name)
  }
  return { sum, evidence: evidence.sort((a, b) => a.start - b.start) }

  function ofFeeling({ token, weight }: Mark, name: Token | undefined): number {
    if (name === undefined || (petition && weight > 0)) return 0
    if (Math.abs(weight) < strongFeeling || token.term.wishes || !isBeside(plain, name, token)) return 0
    return weight < 0 && actsInClause(plain, token, actions, layer) ? 0 : weight * feeling
  }
}

interface Names {
  readonly authorities: readonly Token[]
  /** Authorities, and names that others bear too. */
  readonly names: readonly Token[]
  readonly actions: readonly Token[]
}

function namesOf(tokens: readonly Token[]): Names {
  const authorities: Token[] = []
  const names: Token[] = []
  const actions: Token[] = []
  for (const token of tokens) {
    const { stance } = token.term
    if (stance === null) continue
    if (stance === 'authority') authorities.push(token)
    if (stance === 'authority' || stance === 'official') names.push(token)
    else if (stance === 'action') actions.push(token)
  }
  return { authorities, names, actions }
}

export function stanceValue(sum: number): Stance['value'] {
  return sum <= -decisive ? 'critical' : sum >= decisive ? 'supportive' : 'neutral'
}

/** The name next to a word on either side, if it is near. */
function nearest(names: readonly Token[], token: Token): Token | undefined {
  if (names.length === 0) return undefined
  let best: Token | undefined
  let least = nearConduct + 1
  const next = firstFrom(names, token.start)
  for (let at = next - 1; at <= next; at++) {
    const name = names[at]
    if (name === undefined) continue
    const distance = name.end <= token.start ? token.start - name.end : name.start - token.end
    if (distance >= least) continue
    best = name
    least = distance
  }
  return best
}

/** Index of the first token that begins at a place or later. */
function firstFrom(tokens: readonly Token[], at: number): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((tokens[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

function isBeside(plain: string, name: Token, token: Token): boolean {
  const [before, after] = name.end <= token.start ? [name, token] : [token, name]
  return after.start - before.end <= nearFeeling && sentenceEnd(plain, before.end, after.start) === after.start
}

/** The evil in a clause where an authority acts is what it acts against: 警方抓获骗子. */
function actsInClause(plain: string, token: Token, actions: readonly Token[], layer: Layer): boolean {
  const next = actions[firstFrom(actions, clauseStart(plain, token.start, layer.from))]
  return next !== undefined && next.start < clauseEnd(plain, token.end, layer.to)
}
