import { statedFacts, type Assessment, type Facts, type Place } from '../../core/assessment.ts'
import { msOf } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import { noSigns, signsOf, type Signs } from './signs.ts'
import { emptySketch, sketchOf, type Sketch } from './sketch.ts'

/** What two mentions are compared by: their wording, and what, where, when and who they speak of. */
export interface Features {
  readonly id: Mention['id']
  readonly parentId: Mention['id'] | null
  /** Milliseconds of its publication, of our first look where that is unknown. */
  readonly at: number
  /** Milliseconds of our look. */
  readonly seenAt: number
  readonly sketch: Sketch
  readonly relevant: boolean
  readonly eventType: string | null
  readonly subject: string | null
  readonly terms: ReadonlySet<string>
  /** Division codes down to the district. */
  readonly districts: ReadonlySet<string>
  /** Roads, villages, buildings: what places a happening on a map. */
  readonly spots: ReadonlySet<string>
  readonly organisations: ReadonlySet<string>
  /** Figures that the text states, `deaths:3`; one or two hurt is no mark of anything. */
  readonly figures: ReadonlySet<string>
  /** Milliseconds of the occurrence read from the text, where it is known to the hour. */
  readonly occurredAt: number | null
  readonly signs: Signs
}

const mostTerms = 24

export function featuresOf(mention: Mention, assessment: Assessment): Features {
  const occurred = assessment.occurred !== null && assessment.occurred.precision !== 'day' ? msOf(assessment.occurred.at) : null
  return {
    id: mention.id,
    parentId: mention.parentId,
    at: msOf(mention.publishedAt ?? mention.observedAt),
    seenAt: msOf(mention.observedAt),
    // Never compared by its wording; most of what a city reads is of this sort.
    sketch: assessment.relevant ? sketchOf(mention.title, mention.text) : emptySketch,
    relevant: assessment.relevant,
    eventType: assessment.eventType,
    subject: assessment.subject,
    terms: ownTerms(assessment),
    ...placeFeatures(assessment.places),
    organisations: setOf(assessment.organisations.map((span) => span.text).filter((name) => name.length >= 4)),
    figures: figuresOf(assessment.facts),
    occurredAt: occurred,
    signs: assessment.relevant ? signsOf(mention, assessment) : noSigns
  }
}

const none: ReadonlySet<string> = new Set()

/** Most mentions name nothing of most sorts: these share one set. */
function setOf(values: readonly string[]): ReadonlySet<string> {
  return values.length === 0 ? none : new Set(values)
}

/** What is left of a mention that nothing is compared with any more. */
export function slim(features: Features): Features {
  return { ...features, sketch: emptySketch, terms: none, districts: none, spots: none, organisations: none, figures: none, signs: noSigns }
}

const leastTelling = 3

export function figuresOf(facts: Facts): ReadonlySet<string> {
  return setOf(statedFacts(facts).flatMap(([name, fact]) => (fact.value >= leastTelling ? `${name}:${fact.value}` : [])))
}

/** Salient words besides those that name the kind of happening or the district: every matter of the city has these. */
function ownTerms({ signature, places, rules }: Assessment): ReadonlySet<string> {
  if (signature.terms.length === 0) return none
  const common = new Set([
    ...places.filter((place) => place.code !== null).map((place) => place.text),
    ...rules.flatMap(({ matches }) => matches.map((match) => match.text))
  ])
  return setOf(signature.terms.slice(0, mostTerms).filter((term) => !common.has(term)))
}

export function placeFeatures(places: readonly Place[]): Pick<Features, 'districts' | 'spots'> {
  return {
    districts: setOf(places.flatMap((place) => (place.code !== null && place.code.length >= 6 ? place.code.slice(0, 6) : []))),
    spots: setOf(places.flatMap(spotOf))
  }
}

const spotEnding =
  /(路|街|大道|高速|高速公路|国道|省道|胡同|巷|弄|村|社区|小区|花园|大厦|广场|桥|站|港|码头|厂|园|苑|府|公馆|中心|景区|园区|大学|学院|学校|中学|小学|医院|市场|商场|商城|工地|河|镇|乡|路口|道口|水库|矿|湖|湾)$/

/**
 * What of a place names a spot. A road that the gazetteer knows has the code of its district, and so has one that is written together
 * with it: 和平区光明路 is the spot 光明路.
 */
function spotOf({ text, code, name }: Place): string[] {
  if (code !== null && code.length > 6) return [text]
  const own = code === null || name === null ? text : withoutDivision(text, name)
  return own.length >= 3 && spotEnding.test(own) ? [own] : []
}

function withoutDivision(text: string, name: string): string {
  if (name.startsWith(text)) return ''
  const at = text.indexOf(name)
  return at < 0 ? text : text.slice(at + name.length)
}
