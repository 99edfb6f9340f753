import type { FactBasis, FactConflict } from '../../core/assessment.ts'
import type { Bounds } from './bounds.ts'
import type { Claim } from './claim.ts'
import type { Sentence } from './sentences.ts'

/** A claim with its place in the document, and whether it is a part of a total named before it (其中). */
export interface Placed extends Claim {
  readonly sentence: number
  readonly part: boolean
  /** The same against totals of its own kind alone: 其中重伤5人 is a part of the injured, but all of the seriously injured. */
  readonly partOfKind: boolean
  /** Words before it that say how it relates to the claim before. */
  readonly lead: string
  readonly basis: FactBasis | null
}

/** A value with the stretch that states it. */
export interface Total {
  readonly value: number
  readonly start: number
  readonly end: number
  readonly sentence: number
  readonly bounds: Bounds
  readonly basis: FactBasis | null
  /** 又有2人: comes on top of what was said before. */
  readonly increment: boolean
}

/** What counts, and what else the text says of the same thing. */
export interface Settled {
  readonly total: Total
  readonly conflicts: readonly { readonly total: Total; readonly why: FactConflict['why'] }[]
}

const correction = /更正|修正为|核减|核实为|确认为|订正/
const increase = /(?:又有|再有|又新增|新增|再增|又增|增加)[^,。;]{0,12}$/
/** 仍有10人被困: what is left of the number before. */
const remaining = /(?:仍有|仍|尚有|还有|还剩|剩余|余下|其余)[^,。;]{0,6}$/
const overall = /累计|总数|总计|合计|共计|升至|上升|增至|达到|共(?:有|造成|导致|致)?[^同]{0,4}$/
const progress = /升至|上升|增至|增加|目前|截至|截止|最新|又有|核实|更正|已(?:经|有|造成|致)/
const before = /先前|此前|之前|初步|最初|起初|当时|一度|早些时候|首次通报/
const claimsAll = /造成|导致|致|共|总|累计|死亡人数|遇难人数|伤亡/
const mostConflicts = 5

/**
 * The total of a kind of harm, out of all that the text claims: what an office or the report says before hearsay, a
 * correction before what it corrects, else the largest that a sentence adds up to, with later increments on top; weak claims
 * only where nothing else is.
 */
export function settle(claims: readonly Placed[], sentences: readonly Sentence[]): Settled | null {
  if (claims.length === 0) return null
  const strong = claims.filter((claim) => !claim.weak && !claim.part)
  const usable = strong.length > 0 ? strong : claims.filter((claim) => !claim.part)
  const said = usable.filter((claim) => claim.basis !== 'hearsay')
  const pool = totalsOf(said.length > 0 ? said : usable)
  const left = remainingOf(usable)
  if (left !== null) return { total: left, conflicts: [] }
  const corrected = pool.filter((total) => correction.test(sentences[total.sentence]?.text ?? '')).at(-1)
  const total = corrected ?? largest([...pool.filter((one) => !one.increment), summed(pool, sentences)]) ?? largest(pool)
  if (total === null) return null
  const others = said.length === usable.length ? pool : [...pool, ...totalsOf(usable.filter((claim) => claim.basis === 'hearsay'))]
  return { total, conflicts: conflictsOf(total, others, sentences, corrected !== undefined) }
}

/** Whether the words before a number say that it is what is left. */
export function isRemaining(lead: string): boolean {
  return remaining.test(lead)
}

/** The last number of people that the text says are still trapped or missing. */
function remainingOf(claims: readonly Placed[]): Total | null {
  if (claims.length < 2) return null
  const last = claims.findLast(
    (claim) => (claim.kind === 'trapped' || claim.kind === 'missing') && isRemaining(claim.lead.slice(0, claim.start - claim.end))
  )
  return last === undefined ? null : sentenceTotal([last])
}

export function largest(totals: readonly (Total | null)[]): Total | null {
  return totals.reduce((most, total) => (total !== null && (most === null || total.value > most.value) ? total : most), null)
}

function totalsOf(claims: readonly Placed[]): Total[] {
  return [...Map.groupBy(claims, (claim) => claim.sentence).values()].map(sentenceTotal)
}

function sentenceTotal(claims: readonly Placed[]): Total {
  const general = claims.filter((claim) => claim.kind !== 'seriousInjuries' && claim.kind !== 'lightInjuries')
  // 20人受伤,另有5人轻伤: those are no part of the twenty.
  const counted =
    general.length === claims.length ? claims : general.length > 0 ? claims.filter((claim) => general.includes(claim) || isBesides(claim)) : claims
  const first = counted[0] as Placed
  const { value, start, end, sentence, bounds, basis } = first
  const begin: Total = { value, start, end, sentence, bounds, basis, increment: isIncrease(first) }
  return counted.slice(1).reduce<Total>((total, claim, index) => {
    const adds = general.length === 0 || isAnother(claim) || isOfAnother(counted[index] as Placed, claim)
    if (adds) return { ...total, value: total.value + claim.value, end: Math.max(total.end, claim.end), bounds: {} }
    return claim.value > total.value
      ? { ...total, value: claim.value, start: claim.start, end: claim.end, bounds: claim.bounds, increment: isIncrease(claim) }
      : total
  }, begin)
}

/** 另有3人抢救无效身亡 comes on top of those who died at once. */
function isAnother(claim: Placed): boolean {
  const { lead } = claim
  if (/目前|截至|累计|总数|升至|增至|上升/.test(lead)) return false
  if (/(?:^|[,、;])\s*[^,、;]{0,4}?(?:另外?|还有|又有|再有|又增|再增|新增|此外|随后)/.test(lead)) return true
  return /(?:抢救无效|不治|送医|送院)/.test(lead) && !/[共总]/.test(lead)
}

function isBesides({ lead }: Placed): boolean {
  return /(?:^|[,、;])[^,、;其]{0,2}(?:另外?有?|此外)/.test(lead)
}

/** 前车2人死亡,后车3人死亡: each has its own subject, and neither is a total. */
function isOfAnother(before: Placed, claim: Placed): boolean {
  const [one, other] = [subjectOf(before), subjectOf(claim)]
  return one !== null && other !== null && one !== other && !/[共总]|累计|其中/.test(before.lead + claim.lead)
}

const subject = /(?:^|[,、;:])(?<words>[\u4e00-\u9fff]{2,6}?)(?:[\d一二两三四五六七八九十百]+(?:名|人|位)[^,、;:]*|死亡|身亡|受伤)$/
/** Words in such a place that name nobody. */
const noSubject = /造成|导致|致|已|目前|现|又|还|另|仍|其|有|至少|约|称|说|据|后(?!车)|中|当|日|天|晨|时|点|凌|晚|夜|报|过|均|都|等|被|将|地|共|余/

function subjectOf({ lead }: Placed): string | null {
  const words = subject.exec(lead)?.groups?.['words'] ?? null
  return words === null || noSubject.test(words) ? null : words
}

function isIncrease(claim: Placed): boolean {
  return increase.test(claim.lead.slice(0, claim.lead.length - (claim.end - claim.start)))
}

/** 3人死亡。…又有2人死亡: five, unless the text itself gives a total of all. */
function summed(totals: readonly Total[], sentences: readonly Sentence[]): Total | null {
  const added = totals.filter((total) => total.increment)
  const first = added[0]
  if (first === undefined) return null
  const own = totals.filter((total) => !total.increment && sentences[total.sentence]?.inTitle !== true)
  if (own.some((total) => overall.test(upTo(total, sentences)) || total.sentence > first.sentence)) return null
  const base = largest(own)
  if (base === null) return null
  const distinct = [...new Map(added.map((total) => [total.value, total])).values()]
  const last = distinct.at(-1) ?? first
  return { ...last, value: distinct.reduce((sum, total) => sum + total.value, base.value), bounds: {}, increment: false }
}

function upTo(total: Total, sentences: readonly Sentence[]): string {
  const sentence = sentences[total.sentence]
  return sentence === undefined ? '' : sentence.text.slice(0, Math.max(0, total.start - sentence.start))
}

function conflictsOf(chosen: Total, totals: readonly Total[], sentences: readonly Sentence[], corrected: boolean): Settled['conflicts'] {
  const seen = new Set([chosen.value])
  return totals
    .flatMap((total): Settled['conflicts'][number][] => {
      if (seen.has(total.value) || total.increment) return []
      const why = whyNot(chosen, total, sentences, corrected)
      if (why === null) return []
      seen.add(total.value)
      return [{ total, why }]
    })
    .slice(0, mostConflicts)
}

/** Null: a figure that stands beside the total without gainsaying it, of one car, of one hospital. */
function whyNot(chosen: Total, other: Total, sentences: readonly Sentence[], corrected: boolean): FactConflict['why'] | null {
  if (other.basis === 'hearsay' && chosen.basis !== 'hearsay') return 'hearsay'
  if (corrected) return 'corrected'
  const own = sentences[chosen.sentence]
  const its = sentences[other.sentence]
  if (own === undefined || its === undefined) return null
  if (other.value < chosen.value && (before.test(its.text) || progress.test(own.text))) return 'earlier'
  return claimsAll.test(its.text) && claimsAll.test(own.text) ? 'unreconciled' : null
}
