import type { Fact, Sentiment, SentimentEvidence } from '../../core/assessment.ts'
import type { Lexicon } from '../../core/lexicon.ts'
import { layersOf, type Layer } from '../sentiment/layers.ts'
import { createRegister } from '../sentiment/register.ts'
import { readStance, stanceValue } from '../sentiment/stance.ts'
import { createTermFinder, type Token } from '../sentiment/terms.ts'
import { createWeigher, type Mark } from '../sentiment/weigh.ts'
import type { Normalised } from './normalise.ts'

/** Sum from which on a text is not neutral: less than one plain word (1), more than any group of hints (at most 0.6 to 0.8). */
const decisive = 0.7
/** A layer that a post forwards speaks for the forwarder by half, and only where they say nothing themselves. */
const forwarded = 0.5
const silent = decisive / 2
const deathsWeigh = -1.2
/** How much less a complaint weighs in a text that is all written style. */
const formalDiscount = 0.7
/** Characters up to which every word counts in full; the words of longer texts are many. */
const shortText = 200
/** Characters that are read; a feeling shows before that, and a text may be of any length. */
const mostRead = 20_000
const half = 2
const mostEvidence = 10
const faintest = 0.2

/**
 * Polarity of a text and its stance towards authorities, from weighed words and signs, each with those that decided. Deaths that
 * a text reports weigh as a complaint does.
 */
export function judgeSentiment(deps: { lexicon: Lexicon }): (document: Normalised, deaths: Fact | null) => Sentiment {
  const { sentiment } = deps.lexicon
  const { words, tokensOf } = createTermFinder(sentiment)
  const weighLayer = createWeigher(words)
  const formalityOf = createRegister(sentiment)
  return function sentimentOf(document, deaths) {
    const plain = document.plain.slice(0, mostRead)
    const all = tokensOf(plain)
    const told: Mark[] = []
    const deadly = deaths !== null && deaths.value > 0 ? [evidenceOf(deaths)] : []
    let sum = deadly.length * deathsWeigh
    let stance = 0
    let said: readonly { start: number; end: number }[] = []
    let share = 1
    for (const layer of layersOf(plain)) {
      const tokens = within(all, layer)
      const petition = tokens.some(isPetition)
      const marks = weighLayer(plain, tokens, layer, petition)
      const reading = readStance(plain, tokens, marks, layer, petition)
      const discount = reading.sum < 0 || marks.some(isComplaint) ? 1 - formalDiscount * formalityOf(plain, layer) : 1
      scale(marks, discount, share / Math.max(1, Math.sqrt((layer.to - layer.from) / shortText)))
      for (const mark of marks) {
        sum += mark.weight
        if (Math.abs(mark.weight) >= faintest) told.push(mark)
      }
      if (said.length === 0) {
        said = reading.evidence
        stance = reading.sum < 0 ? reading.sum * discount : reading.sum
      }
      if (Math.abs(sum) >= silent) break
      share *= forwarded
    }
    return {
      polarity: sum <= -decisive ? -1 : sum >= decisive ? 1 : 0,
      score: round(sum / (Math.abs(sum) + half)),
      evidence: [...deadly, ...strongest(told).map((mark) => evidenceOfMark(document, mark))],
      stance: { value: stanceValue(stance), evidence: said.slice(0, mostEvidence).map(({ start, end }) => document.span(start, end)) }
    }
  }
}

/** The tokens that begin in the layer. */
function within(tokens: readonly Token[], { from, to }: Layer): readonly Token[] {
  const first = tokens[0]
  const last = tokens.at(-1)
  if (first === undefined || last === undefined || (first.start >= from && last.start < to)) return tokens
  return tokens.filter(({ start }) => start >= from && start < to)
}

function isPetition({ term }: Token): boolean {
  return term.petitions
}

function isComplaint({ weight }: Mark): boolean {
  return weight < 0
}

/** A complaint in written style states more than it feels; one in a long text is one of many. */
function scale(marks: readonly Mark[], complaint: number, all: number): void {
  for (const mark of marks) mark.weight *= mark.weight < 0 ? complaint * all : all
}

/** Those that weigh most, in this order; equals as they stand in the text. */
function strongest(marks: readonly Mark[]): Mark[] {
  const best: Mark[] = []
  for (const mark of marks) {
    const weight = Math.abs(mark.weight)
    let at = best.length
    while (at > 0 && Math.abs(best[at - 1]?.weight ?? 0) < weight) at--
    if (at >= mostEvidence) continue
    if (best.length === mostEvidence) best.pop()
    best.splice(at, 0, mark)
  }
  return best
}

function evidenceOfMark(document: Normalised, { token, weight }: Mark): SentimentEvidence {
  const span = document.span(token.start, token.end)
  const { text, offset } = span
  return span.field === undefined ? { text, offset, weight: round(weight) } : { text, offset, field: span.field, weight: round(weight) }
}

function evidenceOf({ text, offset, field }: Fact): SentimentEvidence {
  return { text, offset, ...(field === undefined ? {} : { field }), weight: deathsWeigh }
}

function round(value: number): number {
  // -0 is 0
  return Math.round(value * 100) / 100 + 0
}
