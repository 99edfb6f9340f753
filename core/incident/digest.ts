import {
  noFacts,
  type Assessment,
  type DepartmentShare,
  type Fact,
  type FactName,
  type Facts,
  type Occurrence,
  type Place,
  type ResponseValue
} from '../assessment.ts'
import type { MeasureEvidence } from '../grade-table.ts'
import type { Measures } from '../grading.ts'
import { dayMs, hourMs, msOf, type Instant, type Precision } from '../instant.ts'
import { interactions, type Mention } from '../mention.ts'
import { responseReasonOf } from '../response-reason.ts'
import type { Source } from '../source.ts'
import { forwardedVia, spreadOf, type SpreadStep } from './spread.ts'

export type MediaTier = Source['mediaTier']

/** What an incident keeps in mind of one of its mentions: all that grading, anchors and facts need, without the text. */
export interface Member {
  readonly mention: Pick<
    Mention,
    | 'id'
    | 'source'
    | 'sourceKind'
    | 'title'
    | 'publishedAt'
    | 'publishedPrecision'
    | 'observedAt'
    | 'contentHash'
    | 'engagement'
    | 'drill'
    | 'parentId'
  >
  readonly opening: string
  /** Whom a forwarded post names before its text. */
  readonly via: readonly string[]
  readonly assessment: Pick<
    Assessment,
    'relevant' | 'facts' | 'occurred' | 'places' | 'departments' | 'sentiment' | 'eventType' | 'grade' | 'responseValue' | 'jurisdiction'
  >
  /** Severity that the words of a rule alone deserve (the measure `ruleGrade`); null: none fired. */
  readonly ruleGrade: number | null
  /** Why it has its response value. */
  readonly responseReason: string | null
  readonly tier: MediaTier | null
}

/** What all mentions of an incident say together. A function of the set: the order in which they came changes nothing. */
export interface Digest {
  readonly members: number
  readonly firstPublished: { readonly at: Instant; readonly precision: Precision; readonly source: string } | null
  readonly firstObserved: Instant
  readonly occurred: (Occurrence & { readonly source: string }) | null
  readonly facts: Facts
  readonly factsFrom: Mention['id'] | null
  readonly measures: Measures
  readonly evidence: MeasureEvidence
  readonly eventTypes: readonly string[]
  readonly places: readonly Place[]
  readonly departments: readonly DepartmentShare[]
  readonly responseValue: ResponseValue
  readonly responseReason: string | null
  /** The first of each kind of medium, in order of publication. */
  readonly spread: readonly SpreadStep[]
  readonly title: string
  readonly summary: string
  /** Source whose words title and summary are. */
  readonly wordedBy: string
}

const opened = 120
const mostPlaces = 3
const titleLength = 60
const postTitleLength = 36
const shortestPostTitle = 10

export function memberOf(mention: Mention, assessment: Assessment, tier: MediaTier | null): Member {
  const { id, source, sourceKind, title, publishedAt, publishedPrecision, observedAt, contentHash, engagement, drill, parentId } = mention
  const { relevant, facts, occurred, places, departments, eventType, grade, responseValue, jurisdiction } = assessment
  // Without its evidence, which stays with the mention: members are many and kept in memory.
  const sentiment = { polarity: assessment.sentiment.polarity, score: assessment.sentiment.score }
  return {
    mention: { id, source, sourceKind, title, publishedAt, publishedPrecision, observedAt, contentHash, engagement, drill, parentId },
    opening: detached((mention.text ?? '').trim().slice(0, opened)),
    via: forwardedVia(mention.text),
    assessment: { relevant, facts, occurred, places, departments, sentiment, eventType, grade, responseValue, jurisdiction },
    ruleGrade: ruleGradeOf(assessment),
    responseReason: responseReasonOf(assessment),
    tier
  }
}

/** Letters of its own: a slice keeps the whole text in memory for as long as the incident is open. */
function detached(slice: string): string {
  return JSON.parse(JSON.stringify(slice)) as string
}

/** The measure as the table found it when the mention was assessed. */
function ruleGradeOf(assessment: Assessment): number | null {
  const conditions = [...assessment.explanation.reasons, ...assessment.explanation.wouldChange].flatMap((reason) => reason.conditions)
  const found = conditions.find((condition) => condition.measure === 'ruleGrade')?.found
  return typeof found === 'number' ? found : null
}

/** @param members at least one */
export function digestOf(members: Iterable<Member>, occurredWithinHours: number): Digest {
  const all = [...members].sort(byPublication)
  const relevant = all.filter((member) => member.assessment.relevant)
  const firstPublished = firstPublication(all)
  const best = bestWorded(relevant.length > 0 ? relevant : all)
  return {
    members: all.length,
    firstPublished,
    firstObserved: all.reduce<Instant>((first, { mention }) => (mention.observedAt < first ? mention.observedAt : first), best.mention.observedAt),
    occurred: occurrence(relevant, firstPublished?.at ?? null, occurredWithinHours),
    ...factsOf(relevant),
    ...measured(all, relevant),
    eventTypes: byVotes(relevant.flatMap((member) => member.assessment.eventType ?? [])),
    places: placesOf(relevant),
    departments: departmentsOf(relevant),
    ...responseOf(relevant),
    spread: spreadOf(all),
    title: titleOf(best),
    summary: best.opening,
    wordedBy: best.mention.source
  }
}

/** Numbers for the decision table over some mentions, in any order. */
export function measuresOf(members: readonly Member[]): Measures {
  return measured(
    [...members].sort(byPublication),
    members.filter((member) => member.assessment.relevant)
  ).measures
}

const responseOrder: readonly ResponseValue[] = ['must-respond', 'respond', 'observe', 'ignore']

/** The most pressing value of any, in the words of the first that has it. Members come in order of publication. */
function responseOf(members: readonly Member[]): Pick<Digest, 'responseValue' | 'responseReason'> {
  const responseValue = responseOrder.find((value) => members.some((member) => member.assessment.responseValue === value)) ?? 'ignore'
  const reasons = members.filter((member) => member.assessment.responseValue === responseValue).flatMap((member) => member.responseReason ?? [])
  return { responseValue, responseReason: reasons[0] ?? null }
}

/** Earliest first, unknown last; the id breaks every tie, so that the order is one of the set. */
export function byPublication(a: Member, b: Member): number {
  const [left, right] = [a.mention.publishedAt ?? '~', b.mention.publishedAt ?? '~']
  return left < right ? -1 : left > right ? 1 : a.mention.id < b.mention.id ? -1 : a.mention.id > b.mention.id ? 1 : 0
}

/**
 * A page that shows only a day may be as late as that day's end: an hour known elsewhere wins over it unless the day is
 * over before. Otherwise midnight would take hours from a clock that nobody lost.
 */
function firstPublication(members: readonly Member[]): Digest['firstPublished'] {
  let first: { at: Instant; precision: Precision; source: string; latest: number } | null = null
  for (const { mention } of members) {
    if (mention.publishedAt === null) continue
    const precision = mention.publishedPrecision ?? 'second'
    const latest = msOf(mention.publishedAt) + (precision === 'day' ? dayMs : 0)
    if (first === null || latest < first.latest) first = { at: mention.publishedAt, precision, source: mention.source, latest }
  }
  return first === null ? null : { at: first.at, precision: first.precision, source: first.source }
}

/** How much a source's word weighs where several speak of one thing: 官方 over 中央媒体 over … over 自媒体. */
export function authorityOf(member: Member): number {
  if (member.mention.parentId !== null) return 0
  if (member.tier !== null) return tierWeight[member.tier]
  return pressKinds.has(member.mention.sourceKind) ? tierWeight.commercial : tierWeight.self
}

const tierWeight = { official: 6, central: 5, provincial: 4, city: 3, commercial: 2, self: 1 } as const satisfies Record<MediaTier, number>
const pressKinds = new Set<string>(['portal', 'newspaper', 'broadcast', 'app'])

/**
 * The reading of the most authoritative, then earliest-published mention that has one. A day alone is no moment to count
 * five hours from, and what lies outside the window before the first publication belongs to another happening.
 */
function occurrence(members: readonly Member[], firstPublished: Instant | null, withinHours: number): Digest['occurred'] {
  let best: Member | null = null
  for (const member of members) {
    const read = member.assessment.occurred
    if (read === null || read.precision === 'day' || member.assessment.grade === null) continue
    const before = firstPublished === null ? -1 : msOf(firstPublished) - msOf(read.at)
    if (before < 0 || before > withinHours * hourMs) continue
    if (best === null || authorityOf(member) > authorityOf(best)) best = member
  }
  return best?.assessment.occurred ? { ...best.assessment.occurred, source: best.mention.source } : null
}

const factNames = Object.keys(noFacts) as FactName[]

/** Per fact the word of the most authoritative mention, the newest of equals: figures rise while a rescue goes on. */
function factsOf(members: readonly Member[]): Pick<Digest, 'facts' | 'factsFrom'> {
  const facts: Facts = { ...noFacts }
  let from: Member | null = null
  for (const name of factNames) {
    const best = bestFact(members, name)
    if (best === null) continue
    facts[name] = best.assessment.facts[name] ?? null
    if (from === null || authorityOf(best) > authorityOf(from)) from = best
  }
  return { facts, factsFrom: from?.mention.id ?? null }
}

function bestFact(members: readonly Member[], name: FactName): Member | null {
  let best: Member | null = null
  for (const member of members) {
    if ((member.assessment.facts[name] ?? null) === null || member.assessment.grade === null) continue
    const ahead = best === null ? 1 : weightOf(member, name) - weightOf(best, name)
    if (best === null || ahead > 0 || (ahead === 0 && isNewer(member, best))) best = member
  }
  return best
}

/** Hearsay weighs less than anybody's own word; of equal sources the one that tells what an office announced weighs more. */
function weightOf(member: Member, name: FactName): number {
  const basis = member.assessment.facts[name]?.basis
  return basis === 'hearsay' ? -1 : authorityOf(member) * 2 + (basis === 'official' ? 1 : 0)
}

function isNewer(a: Member, b: Member): boolean {
  if (a.mention.publishedAt === null || b.mention.publishedAt === null) return a.mention.publishedAt !== null
  return a.mention.publishedAt >= b.mention.publishedAt
}

/**
 * Numbers for the decision table. Facts are the largest that any mention states: a grade must not depend on who was read
 * first, and a machine never lowers it. A mention without a grade (an aggregate, a look back) lends no figures.
 */
function measured(all: readonly Member[], relevant: readonly Member[]): Pick<Digest, 'measures' | 'evidence'> {
  const graded = relevant.filter((member) => member.assessment.grade !== null)
  const largest = Object.fromEntries(factNames.map((name) => [name, largestFact(graded, name)])) as Record<FactName, Fact | null>
  const rules = relevant.flatMap((member) => member.ruleGrade ?? [])
  const evidence: MeasureEvidence = {}
  for (const name of factNames) {
    const text = largest[name]?.text
    if (text !== undefined) evidence[name] = text
  }
  const facts = Object.fromEntries(factNames.map((name) => [name, largest[name]?.value ?? null])) as Record<FactName, number | null>
  return {
    measures: {
      ...facts,
      mentions: all.length,
      sources: new Set(all.map((member) => member.mention.source)).size,
      sourceKinds: new Set(all.map((member) => member.mention.sourceKind)).size,
      interactions: sumKnown(all.map((member) => interactions(member.mention.engagement))),
      views: sumKnown(all.map((member) => member.mention.engagement.views)),
      negativeShare: relevant.length === 0 ? null : relevant.filter((member) => member.assessment.sentiment.polarity < 0).length / relevant.length,
      mentionsPerHour: busiestHour(all),
      centralMedia: new Set(all.filter((member) => member.tier === 'central').map((member) => member.mention.source)).size,
      provincialMedia: new Set(all.filter((member) => member.tier === 'provincial').map((member) => member.mention.source)).size,
      ruleGrade: rules.length === 0 ? null : Math.max(...new Set(rules))
    },
    evidence
  }
}

function largestFact(members: readonly Member[], name: FactName): Fact | null {
  return members.reduce<Fact | null>((best, { assessment }) => {
    const fact = assessment.facts[name] ?? null
    return fact !== null && (best === null || fact.value > best.value) ? fact : best
  }, null)
}

/** Null when none is known: unknown is never zero. */
function sumKnown(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (count === null ? sum : (sum ?? 0) + count), null)
}

/** Most mentions published within any sixty minutes; null where no hour is known. Members come in order of publication. */
function busiestHour(members: readonly Member[]): number | null {
  const times = members.flatMap(({ mention }) =>
    mention.publishedAt === null || mention.publishedPrecision === 'day' ? [] : msOf(mention.publishedAt)
  )
  let most = 0
  for (let end = 0, start = 0; end < times.length; end++) {
    while ((times[end] ?? 0) - (times[start] ?? 0) >= hourMs) start++
    most = Math.max(most, end - start + 1)
  }
  return times.length === 0 ? null : most
}

/** Distinct values, most frequent first, the alphabet breaking ties. */
function byVotes(values: readonly string[]): string[] {
  const votes = new Map<string, number>()
  for (const value of values) votes.set(value, (votes.get(value) ?? 0) + 1)
  return [...votes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value)
}

function placesOf(members: readonly Member[]): Place[] {
  const known = new Map<string, Place>()
  const named: string[] = []
  for (const { assessment } of members) {
    const mine = new Map(assessment.places.map((place) => [place.code ?? place.text, place]))
    for (const [key, place] of mine) {
      if (!known.has(key)) known.set(key, place)
      named.push(key)
    }
  }
  return byVotes(named)
    .slice(0, mostPlaces)
    .flatMap((key) => known.get(key) ?? [])
}

/** One lead, by votes; whoever else leads or assists anywhere assists here. */
function departmentsOf(members: readonly Member[]): DepartmentShare[] {
  const shares = members.flatMap((member) => member.assessment.departments)
  const [lead] = byVotes(shares.filter((share) => share.role === 'lead').map((share) => share.id))
  const order = [...new Set([...(lead === undefined ? [] : [lead]), ...byVotes(shares.map((share) => share.id))])].slice(0, 5)
  return order.flatMap((id) => {
    const share = shares.find((candidate) => candidate.id === id)
    return share === undefined ? [] : [{ ...share, role: id === lead ? 'lead' : share.role === 'coordinator' ? 'coordinator' : 'assist' }]
  })
}

/**
 * The headline of the most authoritative mention that reports the matter and has one; of equals the one that knows of most
 * deaths, then the earliest: a title must not go on saying three when twelve are known.
 */
function bestWorded(members: readonly Member[]): Member {
  const weigh = (member: Member): readonly number[] => [
    member.mention.title === null ? 0 : 1,
    member.assessment.grade === null ? 0 : 1,
    authorityOf(member),
    member.assessment.facts.deaths?.value ?? -1
  ]
  return members.reduce((best, member) => (isHeavier(weigh(member), weigh(best)) ? member : best))
}

function isHeavier(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((value, index) => value !== b[index])
  return first >= 0 && (a[first] ?? 0) > (b[first] ?? 0)
}

/** A post without a headline is named by its first sentence of some length, not by its cry; cut at a comma where it is long. */
function titleOf({ mention, opening }: Member): string {
  const sentences = opening.split(/[。!?！？\n]/).map((sentence) => sentence.trim())
  const words = (mention.title ?? sentences.find(({ length }) => length >= shortestPostTitle) ?? sentences[0] ?? '').trim()
  if (words === '') return opening.slice(0, titleLength) || '（无标题）'
  if (mention.title !== null || words.length <= postTitleLength) return words.slice(0, titleLength)
  const comma = words.slice(0, postTitleLength).search(/[，,；;][^，,；;]*$/)
  return comma >= shortestPostTitle ? words.slice(0, comma) : `${words.slice(0, postTitleLength)}…`
}
