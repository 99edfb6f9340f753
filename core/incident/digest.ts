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
    | 'gone'
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
  const { id, source, sourceKind, title, publishedAt, publishedPrecision, observedAt, contentHash, engagement, drill, parentId, gone } = mention
  const { relevant, facts, occurred, places, departments, eventType, grade, responseValue, jurisdiction } = assessment
  // Without its evidence, which stays with the mention: members are many and kept in memory.
  const sentiment = { polarity: assessment.sentiment.polarity, score: assessment.sentiment.score }
  return {
    mention: {
      id,
      source,
      sourceKind,
      title,
      publishedAt,
      publishedPrecision,
      observedAt,
      contentHash,
      engagement,
      drill,
      parentId,
      ...(gone === undefined ? {} : { gone })
    },
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
    eventTypes: eventTypesOf(relevant),
    places: placesOf(relevant),
    departments: departmentsOf(relevant),
    ...responseOf(relevant),
    spread: spreadOf(all),
    title: titleOf(best),
    summary: best.opening,
    wordedBy: best.mention.source
  }
}

/** How wide a matter was spread by some mentions, in any order. */
export function spreadMeasuresOf(members: readonly Member[]): SpreadMeasures {
  const sources = new Set<string>()
  const kinds = new Set<string>()
  const [central, provincial] = [new Set<string>(), new Set<string>()]
  for (const { mention, tier } of members) {
    sources.add(mention.source)
    kinds.add(mention.sourceKind)
    if (tier === 'central') central.add(mention.source)
    else if (tier === 'provincial') provincial.add(mention.source)
  }
  return {
    mentions: members.length,
    sources: sources.size,
    sourceKinds: kinds.size,
    mentionsPerHour: busiestHour(members),
    centralMedia: central.size,
    provincialMedia: provincial.size
  }
}

type SpreadMeasures = Pick<Measures, 'mentions' | 'sources' | 'sourceKinds' | 'mentionsPerHour' | 'centralMedia' | 'provincialMedia'>

const responseOrder: readonly ResponseValue[] = ['must-respond', 'respond', 'observe', 'ignore']

/** The most pressing value of any, in the words of the first that has it. Members come in order of publication. */
function responseOf(members: readonly Member[]): Pick<Digest, 'responseValue' | 'responseReason'> {
  const responseValue = responseOrder.find((value) => members.some((member) => member.assessment.responseValue === value)) ?? 'ignore'
  const first = members.find((member) => member.assessment.responseValue === responseValue && member.responseReason !== null)
  return { responseValue, responseReason: first?.responseReason ?? null }
}

/** Earliest first, unknown last; the id breaks every tie, so that the order is one of the set. */
export function byPublication(a: Member, b: Member): number {
  const [left, right] = [a.mention.publishedAt ?? '~', b.mention.publishedAt ?? '~']
  return left < right ? -1 : left > right ? 1 : a.mention.id < b.mention.id ? -1 : a.mention.id > b.mention.id ? 1 : 0
}

/**
 * A page that shows only a day may be as late as that day's end: an hour known elsewhere wins over it unless the day is
 * over before. Otherwise midnight would take hours from a clock that nobody lost. Members come in order of publication.
 */
export function firstPublication(members: readonly Member[]): Digest['firstPublished'] {
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
  const evidence: MeasureEvidence = {}
  for (const name of factNames) {
    const text = largest[name]?.text
    if (text !== undefined) evidence[name] = text
  }
  const facts = Object.fromEntries(factNames.map((name) => [name, largest[name]?.value ?? null])) as Record<FactName, number | null>
  return {
    measures: {
      ...facts,
      ...spreadMeasuresOf(all),
      ...sumsOf(all),
      negativeShare: relevant.length === 0 ? null : relevant.filter((member) => member.assessment.sentiment.polarity < 0).length / relevant.length,
      ruleGrade: worstOf(relevant)
    },
    evidence
  }
}

function largestFact(members: readonly Member[], name: FactName): Fact | null {
  let largest: Fact | null = null
  for (const { assessment } of members) {
    const fact = assessment.facts[name] ?? null
    if (fact !== null && (largest === null || fact.value > largest.value)) largest = fact
  }
  return largest
}

function worstOf(members: readonly Member[]): number | null {
  let worst: number | null = null
  for (const { ruleGrade } of members) if (ruleGrade !== null && (worst === null || ruleGrade > worst)) worst = ruleGrade
  return worst
}

/** Null when none is known: unknown is never zero. */
function sumsOf(members: readonly Member[]): Pick<Measures, 'interactions' | 'views'> {
  let [known, seen]: [number | null, number | null] = [null, null]
  for (const { mention } of members) {
    const acts = interactions(mention.engagement)
    if (acts !== null) known = (known ?? 0) + acts
    const { views } = mention.engagement
    if (views !== null) seen = (seen ?? 0) + views
  }
  return { interactions: known, views: seen }
}

/** Most mentions published within any sixty minutes; null where no hour is known. */
function busiestHour(members: readonly Member[]): number | null {
  const times: number[] = []
  let isSorted = true
  for (const { mention } of members) {
    if (mention.publishedAt === null || mention.publishedPrecision === 'day') continue
    const at = msOf(mention.publishedAt)
    isSorted &&= at >= (times.at(-1) ?? at)
    times.push(at)
  }
  if (!isSorted) times.sort((a, b) => a - b)
  let most = 0
  for (let end = 0, start = 0; end < times.length; end++) {
    while ((times[end] ?? 0) - (times[start] ?? 0) >= hourMs) start++
    most = Math.max(most, end - start + 1)
  }
  return times.length === 0 ? null : most
}

/** Distinct values, most frequent first, the alphabet breaking ties. */
function byVotes(votes: ReadonlyMap<string, number>): string[] {
  return [...votes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value)
}

function vote(votes: Map<string, number>, value: string): void {
  votes.set(value, (votes.get(value) ?? 0) + 1)
}

function eventTypesOf(members: readonly Member[]): string[] {
  const votes = new Map<string, number>()
  for (const { assessment } of members) if (assessment.eventType !== null) vote(votes, assessment.eventType)
  return byVotes(votes)
}

/** The most named; a mention that names one several times has one vote. */
function placesOf(members: readonly Member[]): Place[] {
  const named = new Map<string, { place: Place; readonly first: Member; last: Member; votes: number }>()
  for (const member of members) {
    for (const place of member.assessment.places) {
      const key = place.code ?? place.text
      const entry = named.get(key)
      if (entry === undefined) named.set(key, { place, first: member, last: member, votes: 1 })
      else if (entry.last !== member) {
        entry.last = member
        entry.votes++
      } else if (entry.first === member) entry.place = place
    }
  }
  return [...named]
    .sort(([a, { votes: n }], [b, { votes: m }]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostPlaces)
    .map(([, { place }]) => place)
}

/** One lead, by votes; whoever else leads or assists anywhere assists here. */
function departmentsOf(members: readonly Member[]): DepartmentShare[] {
  const first = new Map<string, DepartmentShare>()
  const [leads, all] = [new Map<string, number>(), new Map<string, number>()]
  for (const { assessment } of members) {
    for (const share of assessment.departments) {
      if (!first.has(share.id)) first.set(share.id, share)
      if (share.role === 'lead') vote(leads, share.id)
      vote(all, share.id)
    }
  }
  const [lead] = byVotes(leads)
  const order = [...new Set([...(lead === undefined ? [] : [lead]), ...byVotes(all)])].slice(0, 5)
  return order.flatMap((id) => {
    const share = first.get(id)
    return share === undefined ? [] : [{ ...share, role: id === lead ? 'lead' : share.role === 'coordinator' ? 'coordinator' : 'assist' }]
  })
}

/**
 * The headline of the most authoritative mention that reports the matter and has one; of equals the one that knows of most
 * deaths, then the earliest: a title must not go on saying three when twelve are known.
 */
function bestWorded(members: readonly Member[]): Member {
  return members.reduce((best, member) => (isBetterWorded(member, best) ? member : best))
}

function isBetterWorded(a: Member, b: Member): boolean {
  const title = Number(a.mention.title !== null) - Number(b.mention.title !== null)
  if (title !== 0) return title > 0
  const grade = Number(a.assessment.grade !== null) - Number(b.assessment.grade !== null)
  if (grade !== 0) return grade > 0
  const authority = authorityOf(a) - authorityOf(b)
  if (authority !== 0) return authority > 0
  return (a.assessment.facts.deaths?.value ?? -1) > (b.assessment.facts.deaths?.value ?? -1)
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
