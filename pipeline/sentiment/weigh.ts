import { clauseEnd, endsClause, sentenceEnd, sentenceStart } from './clause.ts'
import type { Layer } from './layers.ts'
import { ownShares } from './quiet.ts'
import type { Term, Token } from './terms.ts'

/** A word that told: how much of feeling in the end, and how much of an authority's conduct, good above 0 and bad below. */
export interface Mark {
  readonly token: Token
  weight: number
  conduct: number
}

const negatedPraise = -0.9
const negatedComplaint = -0.3
const wishedAway = -0.2
const supposed = 0.3
const granted = 0.5
const beforeContrast = 0.6
const contrastReach = 200
/** What a word counts when it is said again: half, then a quarter: ten 加油 are not ten reasons. The last is for all further times. */
const repeated = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16] as const
const mostRepeats = repeated.length - 1
/** Characters between a negation or degree and its word: 不 + 是很 + 开心. */
const nearby = 2
/** What a petition asks for in kind words is not there yet. */
const askedFor = 0.3
/** Characters from the beginning of an evil to the word that it is gone. */
const vanishingReach = 5
const ironyReach = 6
const longestQuote = 6

/**
 * Weighs the words (`tokens`) of one layer: negation, degree, wish, supposition, concession, contrast, irony and the signs around them.
 *
 * @param words how many words the lists have
 */
export function createWeigher(words: number): (plain: string, tokens: readonly Token[], layer: Layer, petition: boolean) => Mark[] {
  /** How often the layer had a word already; all 0 between layers. */
  const times = new Uint8Array(words)
  return function weighLayer(plain, tokens, layer, petition) {
    const marks = marksOf(plain, tokens, layer, petition, openBudget(times))
    for (const { token } of marks) times[token.word] = 0
    return marks
  }
}

function marksOf(plain: string, tokens: readonly Token[], layer: Layer, petition: boolean, budget: Budget): Mark[] {
  const marks: Mark[] = []
  const scope = openScope(plain, layer, petition)
  const shareAt = ownShares(plain, layer)
  let turnedAt = layer.from
  for (const token of tokens) {
    const { term, start } = token
    scope.enter(token)
    if (term.contrasts && opensClause(plain, start, layer.from)) {
      fade(marks, Math.max(turnedAt, start - contrastReach), beforeContrast, isAny)
      turnedAt = start
    }
    if (term.vanishes) fade(marks, start - vanishingReach, negatedComplaint, isComplaint)
    const conduct = conductOf(term.stance)
    if (term.weight !== 0 || conduct !== 0) {
      const share = shareAt(start)
      const weight = scope.bend(token, term.weight) * share
      if (term.praiseLeft < 1 && weight < 0) fade(marks, sentenceStart(plain, start, layer.from), term.praiseLeft, isPraise)
      marks.push({ token, weight: budget(token, weight), conduct: conduct === 0 ? 0 : scope.bend(token, conduct) * share })
    }
    scope.leave(token)
  }
  return marks
}

interface Scope {
  enter(token: Token): void
  /** What is left of the weight of a word under all that reaches it. */
  bend(token: Token, weight: number): number
  leave(token: Token): void
}

/** What stands before a word and still reaches it. */
function openScope(plain: string, { from, to }: Layer, petition: boolean): Scope {
  let negated = false
  let factor = 1
  let reach = -1
  let ironicUntil = -1
  let keptAwayUntil = -1
  let wishedUntil = -1
  let supposedUntil = -1
  let grantedUntil = -1
  let souredUntil = -1
  let praiseLeft = 1
  return { enter, bend, leave }

  function enter({ term, start, end }: Token): void {
    if (reach < 0 || start - reach > nearby || separated(plain, reach, start)) {
      negated = false
      factor = 1
    }
    if (!term.opens) return
    if (term.prohibits) keptAwayUntil = clauseEnd(plain, end, to)
    if (term.wishes) wishedUntil = sentenceEnd(plain, end, to)
    if (term.supposes) supposedUntil = clauseEnd(plain, end, to)
    if (term.concedes) grantedUntil = clauseEnd(plain, end, to)
    if (term.praiseLeft < 1) {
      souredUntil = sentenceEnd(plain, end, to)
      praiseLeft = term.praiseLeft
    }
    if (term.ironic) ironicUntil = end + ironyReach
  }

  function bend({ term, start, end }: Token, base: number): number {
    if (petition && term.courteous) return 0
    let weight = base * factor
    if (!term.scoped) return weight
    if (weight > 0 && isInQuotes(plain, start, end, from)) weight *= start < ironicUntil ? -1 : -0.5
    if (negated) weight *= weight > 0 ? negatedPraise : negatedComplaint
    else if (weight < 0 && start < keptAwayUntil) weight *= negatedComplaint
    if (start < wishedUntil) weight *= weight < 0 ? wishedAway : petition ? askedFor : 1
    if (start < supposedUntil) weight *= supposed
    if (start < grantedUntil) weight *= granted
    if (weight > 0 && start < souredUntil) weight *= praiseLeft
    return weight
  }

  function leave({ term, end }: Token): void {
    if (term.negates) negated = !negated
    if (term.factor !== 1) factor = term.factor
    if (term.negates || term.factor !== 1) reach = end
    else if (term.group >= 0) reach = -1
  }
}

function conductOf(stance: Term['stance']): number {
  return stance === 'merit' ? 1 : stance === 'failure' || stance === 'misconduct' ? -1 : 0
}

/** What is said later takes from what was said before: 但是 from all, a reproach from the praise (这么好的地方，怎么就没人打扫). */
function fade(marks: readonly Mark[], from: number, left: number, touches: (mark: Mark) => boolean): void {
  for (let at = marks.length - 1; at >= 0; at--) {
    const mark = marks[at]
    if (mark === undefined || mark.token.start < from) return
    if (touches(mark)) mark.weight *= left
  }
}

function isAny(): boolean {
  return true
}

function isPraise({ weight }: Mark): boolean {
  return weight > 0
}

function isComplaint({ weight }: Mark): boolean {
  return weight < 0
}

type Budget = (token: Token, weight: number) => number

/** Lets repeated words and whole groups of words weigh no more than they may. */
function openBudget(times: Uint8Array): Budget {
  const spent: number[] = []
  return function withinBudget({ word, term }, weight) {
    if (term.weight === 0) return 0
    const before = times[word] ?? 0
    if (before < mostRepeats) times[word] = before + 1
    const used = spent[term.group] ?? 0
    const allowed = Math.min(Math.abs(weight) * (repeated[before] ?? 0), Math.max(0, term.most - used))
    spent[term.group] = used + allowed
    return Math.sign(weight) * allowed
  }
}

function separated(plain: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (endsClause(plain.charCodeAt(at))) return true
  return false
}

/** 可 and 结果 turn a text only where a clause begins; 但 anywhere. */
function opensClause(plain: string, at: number, from: number): boolean {
  return at === from || endsClause(plain.charCodeAt(at - 1)) || plain[at] === '但'
}

/** Praise in quotes is seldom meant: 这就是“优质”工程. */
function isInQuotes(plain: string, start: number, end: number, from: number): boolean {
  if (start === from || end - start > longestQuote) return false
  const open = plain[start - 1]
  const close = plain[end]
  return (open === '“' && close === '”') || (open === '"' && close === '"') || (open === '「' && close === '」')
}
