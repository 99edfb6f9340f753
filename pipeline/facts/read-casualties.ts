import type { Fact, FactConflict, Facts } from '../../core/assessment.ts'
import { noFacts } from '../../core/assessment.ts'
import type { Instant } from '../../core/instant.ts'
import type { Normalised } from '../steps/normalise.ts'
import { areaClaims } from './area.ts'
import { backgroundJudge } from './background.ts'
import type { ClaimKind } from './claim.ts'
import { claimsOf } from './claims.ts'
import { denials, type Denial } from './denials.ts'
import { insteadOf, isTakenBack } from './denied-figures.ts'
import { followUpApart } from './follow-ups.ts'
import { harmBit, harmPlaces, type HarmPlace } from './harm-words.ts'
import { hospitalMeans, isAccident, isOfIllness, mayBeIllness, mayBeOfNobody } from './in-hospital.ts'
import { leftInWater } from './left-in-water.ts'
import { lossClaims, type Amount } from './loss.ts'
import { oldEventJudge, type OldEventJudge } from './old-events.ts'
import { otherCount } from './other-counts.ts'
import { isDenied, sayersOf } from './sayer.ts'
import { sentencesOf, withoutBrackets, withoutHashtags, type Sentence } from './sentences.ts'
import { isRumour, takesAnythingBack } from './taken-back.ts'
import { toldStory } from './told-stories.ts'
import { isRemaining, largest, settle, type Placed, type Settled, type Total } from './totals.ts'

export interface CasualtyReading {
  readonly facts: Facts
  /** Words with numbers that are not of the event, and why. */
  readonly background: readonly Background[]
  /** Figures of long ago, and no word of anything that happened lately. */
  readonly looksBack: boolean
  /** The text states more figures than are read; those after the last one read were not looked at. */
  readonly cut: boolean
}

interface Background {
  readonly words: string
  readonly why: string
  /** `old` happened long before the text, `other` counts nobody in danger; the rest belongs to the report's own past and fears. */
  readonly kind: 'old' | 'denied' | 'statistic' | 'other' | 'background'
  readonly start: number
  readonly end: number
}

const injuryKinds: readonly ClaimKind[] = ['injuries', 'seriousInjuries', 'lightInjuries']
/** No report counts so many; a text made to be slow would. */
const mostClaims = 120
const longestSentence = 200

/** Deaths, injuries and the rest as the text states them of its own event. Null is "not said". */
export function readCasualties(document: Normalised, publishedAt: Instant | null): CasualtyReading {
  const places = harmPlaces(document.plain)
  if (places.length === 0) return { facts: noFacts, background: [], looksBack: false, cut: false }
  const sentences = sentencesOf(document.plain, document.titleEnd)
  const harms = harmsOf(sentences, places)
  const old = oldEventJudge(sentences, publishedAt)
  const found = collect(document, sentences, harms, whyNotOf(sentences, publishedAt, old))
  const facts = factsOf(document, sentences, found, denials(sentences, harms))
  const { background, cut } = found
  return { facts, background, looksBack: background.some(({ kind }) => kind === 'old') && !old.tellsNews(), cut }
}

/** The bits of the harm words of each sentence. */
function harmsOf(sentences: readonly Sentence[], places: readonly HarmPlace[]): number[] {
  const harms = sentences.map(() => 0)
  let index = 0
  for (const { at, bits } of places) {
    while ((sentences[index + 1]?.start ?? Number.POSITIVE_INFINITY) <= at) index++
    harms[index] = (harms[index] ?? 0) | bits
  }
  return harms
}

function factsOf(document: Normalised, sentences: readonly Sentence[], found: Found, denial: Denial): Facts {
  if (found.claims.length + found.losses.length + found.areas.length === 0 && denial.deaths === null && denial.injuries === null) return noFacts
  const of = (kinds: readonly ClaimKind[]): Settled | null =>
    settle(
      found.claims.filter((claim) => kinds.includes(claim.kind)),
      sentences
    )
  const serious = settle(
    found.claims.filter((claim) => claim.kind === 'seriousInjuries').map((claim) => ({ ...claim, part: claim.partOfKind })),
    sentences
  )
  const treated = of(['treated'])
  const means = treated === null ? null : hospitalMeans(document.plain)
  const injuries = largerOf(of(injuryKinds), of(['injuries']) === null && means === 'injuries' ? treated : null)
  const fact = (settled: Settled | null): Fact | null => (settled === null ? null : factOf(document, sentences, settled))
  return {
    deaths: fact(against(of(['deaths']), denial.deaths)),
    seriousInjuries: fact(serious),
    injuries: fact(against(largerOf(injuries, serious), denial.injuries)),
    missing: fact(of(['missing'])),
    trapped: fact(of(['trapped'])),
    evacuated: fact(of(['evacuated'])),
    lossYuan: fact(alone(largest(found.losses))),
    poisoned: fact(of(['poisoned']) ?? (means === 'poisoned' ? treated : null)),
    areaSquareMetres: fact(alone(largest(found.areas)))
  }
}

/** Why a figure is not of the event, and of which kind that is. */
type WhyNot = (sentence: Sentence, start: number, end: number) => Pick<Background, 'why' | 'kind'> | null

function whyNotOf(sentences: readonly Sentence[], publishedAt: Instant | null, { whyOld }: OldEventJudge): WhyNot {
  const judge = backgroundJudge(sentences, publishedAt)
  return (sentence, start, end) => {
    const age = whyOld(sentence, start, end)
    if (age !== null) return { why: age, kind: 'old' }
    const other = otherCount(sentence.text, start, end)
    if (other !== null) return other
    const story = toldStory(sentence.text, start, end)
    if (story !== null) return { why: story, kind: 'other' }
    const why = judge(withoutHashtags(sentence), start, end)
    return why === null ? null : { why, kind: 'background' }
  }
}

interface Found {
  readonly claims: readonly Placed[]
  readonly losses: readonly Total[]
  readonly areas: readonly Total[]
  readonly background: readonly Background[]
  readonly cut: boolean
}

/** Every figure of the text that is of its own event, and what was left out. */
function collect(document: Normalised, sentences: readonly Sentence[], harms: readonly number[], judge: WhyNot): Found {
  const claims: Placed[] = []
  const losses: Total[] = []
  const areas: Total[] = []
  const background: Background[] = []
  let seen = 0
  const denied = onceKnown(() => isDenied(document.plain))
  const ill = onceKnown(() => isOfIllness(document.plain))
  const accident = onceKnown(() => isAccident(document.plain))
  const isIdle = ({ kind, start, end }: Placed): boolean => {
    const words = document.plain.slice(start, end)
    if (kind === 'seriousInjuries' || kind === 'poisoned') return mayBeIllness.test(words) && ill()
    return kind === 'deaths' && mayBeOfNobody.test(words) && !accident()
  }
  const takesBack = onceKnown(() => takesAnythingBack(document.plain))
  const isTold = ({ text, start: from }: Sentence, start: number, end: number): boolean =>
    takesBack() && isRumour(document.plain, { start: from + start, end: from + end, from, to: from + text.length })
  const whyOf = (sentence: Sentence, start: number, end: number, hearsay: boolean): ReturnType<WhyNot> =>
    judge(sentence, start, end) ?? ((hearsay && denied()) || isTold(sentence, start, end) ? { why: '传言，文中已否认', kind: 'denied' } : null)
  for (const [index, sentence] of sentences.entries()) {
    const harm = harms[index] ?? 0
    if (harm === 0) {
      const again = saidAgain(sentence, index, claims.at(-1))
      if (again !== null) claims.push(again)
      continue
    }
    if (seen >= mostClaims) return { claims, losses, areas, background, cut: true }
    for (const claim of claimsWithParts(sentence, index, harm)) {
      seen++
      if (isIdle(claim)) continue
      const [from, to] = [claim.start - sentence.start, claim.end - sentence.start]
      const takenBack = isTakenBack(sentence.text, from, to)
      const why = whyOf(sentence, from, to, claim.basis === 'hearsay') ?? (takenBack ? ({ why: '文中已否认', kind: 'denied' } as const) : null)
      if (why === null) claims.push(claim)
      else background.push({ words: document.plain.slice(claim.start, claim.end), ...why, start: claim.start, end: claim.end })
      if (takenBack) claims.push(...insteadIn(sentence, index, claim))
    }
    const amounts = (read: (text: string) => readonly Amount[], kept: Total[]): void => {
      for (const amount of read(sentence.text)) {
        seen++
        if (judge(sentence, amount.start, amount.end) === null) kept.push(totalOf(amount, sentence, index))
      }
    }
    if ((harm & harmBit.loss) !== 0) amounts(lossClaims, losses)
    if ((harm & harmBit.area) !== 0) amounts(areaClaims, areas)
  }
  const maySay = harms.some((bits) => (bits & harmBit.missing) !== 0) && claims.every(({ kind }) => kind !== 'missing')
  const left = maySay ? leftMissing(document.plain, sentences, judge) : null
  return { claims: left === null ? claims : [...claims, left], losses, areas, background, cut: false }
}

/** Who fell into the water and was not brought out, where no number of them is given. */
function leftMissing(plain: string, sentences: readonly Sentence[], judge: WhyNot): Placed | null {
  const left = leftInWater(plain)
  if (left === null) return null
  const index = sentences.findLastIndex(({ start }) => start <= left.start)
  const sentence = sentences[index]
  if (sentence === undefined || judge(sentence, left.start - sentence.start, left.end - sentence.start) !== null) return null
  return { kind: 'missing', ...left, weak: false, part: false, partOfKind: false, lead: '', basis: null, sentence: index }
}

/** What a sentence says of the harm that the one before it claims. */
function saidAgain(sentence: Sentence, index: number, last: Placed | undefined): Placed | null {
  if (last === undefined || last.sentence !== index - 1) return null
  const claim = followUpApart(sentence.text, last.kind)
  if (claim === null) return null
  const { start, end } = claim
  const basis = sayersOf(sentence.text)(start)
  return { ...claim, start: sentence.start + start, end: sentence.start + end, sentence: index, part: false, partOfKind: false, lead: '', basis }
}

/** What a sentence says in the place of a figure that it takes back. */
function insteadIn(sentence: Sentence, index: number, { kind, end }: Placed): Placed[] {
  const found = insteadOf(sentence.text, end - sentence.start, kind)
  if (found === null) return []
  const { start, end: to, value } = found
  const rest = { weak: false, bounds: {}, part: false, partOfKind: false, lead: '', basis: null, sentence: index }
  return [{ kind, value, start: sentence.start + start, end: sentence.start + to, ...rest }]
}

function totalOf({ value, start, end, bounds }: Amount, sentence: Sentence, index: number): Total {
  return { value, start: sentence.start + start, end: sentence.start + end, sentence: index, bounds, basis: null, increment: false }
}

function claimsWithParts(sentence: Sentence, index: number, harm: number): Placed[] {
  const { main, remarks } = withoutBrackets(sentence)
  const claims = claimsOf(main, harm)
  if (claims.length === 0 && remarks.length === 0) return []
  const basisAt = sayersOf(main)
  const placed = claims.map((claim, at): Placed => {
    const family = injuryKinds.includes(claim.kind) ? injuryKinds : [claim.kind]
    const first = claims.slice(0, at).find((other) => family.includes(other.kind))
    const since = first === undefined ? '' : main.slice(first.end, claim.start)
    const same = claims.slice(0, at).find((other) => other.kind === claim.kind)
    const previous = claims[at - 1]
    return {
      ...claim,
      start: sentence.start + claim.start,
      end: sentence.start + claim.end,
      sentence: index,
      part: isPart.test(since) && !isRemaining(since),
      partOfKind: same !== undefined && isPart.test(main.slice(same.end, claim.start)),
      lead: main.slice(previous === undefined ? 0 : previous.end, claim.end),
      basis: basisAt(claim.start)
    }
  })
  const inner = remarks.flatMap((remark) =>
    claimsOf(remark.text).map((claim): Placed => ({
      ...claim,
      start: remark.start + claim.start,
      end: remark.start + claim.end,
      sentence: index,
      part: claims.length > 0,
      partOfKind: claims.some(({ kind }) => kind === claim.kind),
      lead: '',
      basis: null
    }))
  )
  return [...placed, ...inner]
}

const isPart = /其中|包括|含/

function alone(total: Total | null): Settled | null {
  return total === null ? null : { total, conflicts: [] }
}

/** What nothing else gives is what is denied; so is hearsay that an office gainsays. */
function against(settled: Settled | null, denied: Total | null): Settled | null {
  if (settled === null) return alone(denied)
  if (denied?.basis !== 'official' || settled.total.basis !== 'hearsay') return settled
  return { total: denied, conflicts: [{ total: settled.total, why: 'hearsay' }, ...settled.conflicts] }
}

function largerOf(a: Settled | null, b: Settled | null): Settled | null {
  if (a === null || b === null) return a ?? b
  return b.total.value > a.total.value ? b : a
}

function factOf(document: Normalised, sentences: readonly Sentence[], { total, conflicts }: Settled): Fact {
  const said = conflicts.map(({ total: other, why }): FactConflict => ({ value: other.value, ...document.span(other.start, other.end), why }))
  return {
    value: total.value,
    ...document.span(total.start, total.end),
    ...total.bounds,
    ...sentenceOf(document, sentences[total.sentence], total),
    ...(total.basis === null ? {} : { basis: total.basis }),
    ...(said.length === 0 ? {} : { conflicts: said })
  }
}

/** The words of the sentence as they were written; of a very long one the part around the figure. */
function sentenceOf(document: Normalised, sentence: Sentence | undefined, { start, end }: Total): { sentence?: string } {
  if (sentence === undefined) return {}
  const from = Math.max(sentence.start, Math.min(start, end - longestSentence / 2) - longestSentence / 2)
  const to = Math.min(sentence.start + sentence.text.length, from + longestSentence)
  return { sentence: document.span(from, Math.max(end, to)).text.trim() }
}

function onceKnown(ask: () => boolean): () => boolean {
  let known: boolean | undefined
  return () => (known ??= ask())
}
